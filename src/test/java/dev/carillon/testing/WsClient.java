package dev.carillon.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client that sends exactly the bytes it is told to and hides nothing of what comes back: for right and wrong frames
 * alike. Blocking; a read waits ten seconds at most.
 */
public final class WsClient implements Closeable {
    /** A frame as it came; control frames included. */
    public record Frame(int opcode, boolean fin, int rsv, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame, 1005 when it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        public String closeReason() {
            return payload.length < 3 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int TIMEOUT_MS = 10_000;
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final DataInputStream in;
    private String responseHead = "";

    /** Connects, and sends nothing yet. */
    public WsClient(int port) {
        this(port, 0);
    }

    /** @param receiveBuffer size of the socket's receive buffer in bytes; 0: the system's */
    public WsClient(int port, int receiveBuffer) {
        this(ANY_ADDRESS, port, receiveBuffer);
    }

    private WsClient(String source, int port, int receiveBuffer) {
        try {
            socket.bind(new InetSocketAddress(source, 0));
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
            out = socket.getOutputStream();
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and shakes hands; fails when the answer is not 101. */
    public static WsClient open(int port, String path, String... headers) {
        return openFrom(ANY_ADDRESS, port, path, headers);
    }

    /** Connects from an address of this machine, 127.0.0.0/8 say, and sends nothing yet. */
    public static WsClient from(String source, int port) {
        return new WsClient(source, port, 0);
    }

    /** Connects from an address of this machine and shakes hands; fails when the answer is not 101. */
    public static WsClient openFrom(String source, int port, String path, String... headers) {
        WsClient client = from(source, port);
        client.send(handshake(path, headers));
        String head = client.readHead();
        if (!head.startsWith("HTTP/1.1 101")) {
            client.close();
            throw new IllegalStateException("No handshake: " + head);
        }
        return client;
    }

    /** The bytes of a handshake that is in order. */
    public static byte[] handshake(String path, String... headers) {
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The bytes of a masked frame. */
    public static byte[] frame(int opcode, boolean fin, int rsv, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write((fin ? 0x80 : 0) | rsv << 4 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i & 3]);
        }
        return frame.toByteArray();
    }

    public static byte[] textFrame(String text) {
        return frame(TEXT, true, 0, text.getBytes(StandardCharsets.UTF_8));
    }

    public WsClient send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public WsClient sendText(String text) {
        return send(textFrame(text));
    }

    public WsClient sendBinary(byte[] data) {
        return send(frame(BINARY, true, 0, data));
    }

    /** @param code 1005: a close frame without a body */
    public WsClient sendClose(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] body = code == 1005
                ? new byte[0]
                : ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array();
        return send(frame(CLOSE, true, 0, body));
    }

    /** Reads the head of an HTTP response. */
    public String readHead() {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    throw new EOFException("The connection ended within the head: " + head);
                }
                head.append((char) b);
            }
            responseHead = head.toString();
            return responseHead;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of the last HTTP response. */
    public String responseHead() {
        return responseHead;
    }

    /** Reads the next frame, whatever it is. */
    public Frame read() {
        try {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            if ((second & 0x80) != 0) {
                throw new IllegalStateException("A server's frame is masked");
            }
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = in.readNBytes(Math.toIntExact(length));
            if (payload.length < length) {
                throw new EOFException("The connection ended within a frame");
            }
            return new Frame(first & 0x0f, (first & 0x80) != 0, first >> 4 & 7, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next frame, which has to be a text. */
    public String readText() {
        Frame frame = read();
        if (frame.opcode() != TEXT || !frame.fin()) {
            throw new IllegalStateException("Not a whole text but opcode " + frame.opcode() + ": " + frame.text());
        }
        return frame.text();
    }

    /** Reads on to the close frame, past whatever comes before it. */
    public Frame readClose() {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame;
    }

    /** Waits until the server has ended the connection; what comes before is thrown away. */
    public boolean awaitEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes can be read at once. */
    public int available() {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InputStream input() {
        return in;
    }

    public Socket socket() {
        return socket;
    }

    /** Ends the connection without a close frame. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
