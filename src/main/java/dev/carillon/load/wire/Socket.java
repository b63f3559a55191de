package dev.carillon.load.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client's connection, the only handler in its pipeline beside TLS: it shakes hands and reads frames straight from the
 * bytes that were read, with no object for a frame. Confined to the event loop of its channel.
 */
public abstract class Socket extends ChannelInboundHandlerAdapter {
    private static final int NORMAL_CLOSURE = 1000;
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL_CLOSURE = 1006;
    private static final int SERVICE_RESTART = 1012;
    private static final byte[] RECONNECT_IN_MS = Ascii.bytes("{\"reconnectInMs\":");

    /** A whole message may be so long; beyond it the connection is cut. */
    private static final int MAX_MESSAGE = 16 << 20;

    private final Handshake handshake;
    private ChannelHandlerContext ctx;
    /** Bytes of a frame, or of the handshake, whose rest has not come. */
    private ByteBuf rest;
    /** A message whose last fragment has not come. */
    private ByteBuf fragments;

    private boolean fragmentsAreText;
    private boolean open;
    private boolean closing;
    private boolean ended;
    private int closeCode = ABNORMAL_CLOSURE;
    private int reconnectInMs = -1;
    /** Why it ends, empty for a close in good order. */
    private String failure = "";

    protected Socket(Handshake handshake) {
        this.handshake = handshake;
    }

    /** The handshake has succeeded. */
    protected abstract void onOpen();

    /** A whole text has come; the bytes are valid during the call only. */
    protected abstract void onText(ByteBuf bytes, int from, int length);

    /** All frames of one read have been handed over. */
    protected void onReadComplete() {}

    /**
     * The connection has ended; called once.
     *
     * @param code of the server's close frame; 1006 without one
     * @param why for people, empty for a close in good order
     */
    protected abstract void onEnd(int code, String why);

    /** Whether the handshake has succeeded and nobody has closed since. */
    public final boolean isOpen() {
        return open && !closing && !ended;
    }

    /** When a server that restarts wants the client back; -1: it did not say. */
    protected final int reconnectInMs() {
        return reconnectInMs;
    }

    /** Bytes that wait for the server to read. */
    protected final long pendingBytes() {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Writes a text; {@link #flush} sends it. */
    protected final void write(byte[] text, int length) {
        frame(ClientFrames.TEXT, text, length);
    }

    protected final void flush() {
        ctx.flush();
    }

    /** Starts to close in good order. */
    public final void close() {
        if (isOpen()) {
            closing = true;
            frame(ClientFrames.CLOSE, new byte[] {NORMAL_CLOSURE >> 8, (byte) NORMAL_CLOSURE}, 2);
            ctx.flush();
        }
    }

    /** Ends the connection at once. */
    public final void cut(String why) {
        if (failure.isEmpty()) {
            failure = why;
        }
        if (ctx != null) {
            ctx.close();
        }
    }

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        ctx = context;
        if (context.pipeline().first() == this) {
            request();
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            ctx = context;
            if (tls.isSuccess()) {
                request();
            } else {
                cut("TLS failed: " + tls.cause().getMessage());
            }
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            rest.writeBytes(in);
            in.release();
            in = rest;
            rest = null;
        }
        try {
            if (open || opens(in)) {
                while (frame(in)) {
                    // the next one
                }
            }
        } finally {
            keep(in);
        }
        if (open) {
            onReadComplete();
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        cut(Reason.of(cause));
    }

    /** The connection could not be made, or its end is to be noted now. */
    public final void end() {
        if (!ended) {
            ended = true;
            rest = released(rest);
            fragments = released(fragments);
            boolean good = closing && failure.isEmpty();
            String why =
                    !failure.isEmpty() ? failure : open ? "cut by the server" : "ends the connection in the handshake";
            onEnd(closeCode, good ? "" : why);
        }
    }

    private void request() {
        ctx.writeAndFlush(ctx.alloc().buffer(handshake.request().length).writeBytes(handshake.request()));
    }

    private boolean opens(ByteBuf in) {
        int end = Handshake.endOfHead(in);
        if (end < 0) {
            if (in.readableBytes() > Handshake.MAX_HEAD) {
                refuse(in, "answers the handshake with more than " + Handshake.MAX_HEAD + " bytes");
            }
            return false;
        }
        String head = in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.ISO_8859_1);
        in.readerIndex(end);
        String refusal = handshake.refusal(head);
        if (!refusal.isEmpty()) {
            refuse(in, refusal);
            return false;
        }
        open = true;
        onOpen();
        return true;
    }

    private void refuse(ByteBuf in, String why) {
        in.readerIndex(in.writerIndex());
        cut(why);
    }

    /** Reads one frame; false when it is not complete. */
    private boolean frame(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < 2) {
            return false;
        }
        int at = in.readerIndex();
        int first = in.getByte(at);
        int second = in.getByte(at + 1);
        long length = second & 0x7f;
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (readable < header) {
            return false;
        }
        if (header > 2) {
            length = header == 4 ? in.getUnsignedShort(at + 2) : in.getLong(at + 2);
        }
        if (second < 0 || (first & 0x70) != 0 || length < 0 || length > MAX_MESSAGE) {
            refuse(in, "sends a frame that is not WebSocket");
            return false;
        }
        if (readable < header + length) {
            return false;
        }
        in.readerIndex(at + header + (int) length);
        take(in, first, at + header, (int) length);
        return !ended;
    }

    private void take(ByteBuf in, int first, int from, int length) {
        boolean last = first < 0;
        switch (first & 0xf) {
            case ClientFrames.TEXT -> {
                if (last) {
                    onText(in, from, length);
                } else {
                    fragment(in, from, length, false, true);
                }
            }
            case ClientFrames.BINARY -> fragment(in, from, length, last, false);
            case ClientFrames.CONTINUATION -> fragment(in, from, length, last, fragmentsAreText);
            case ClientFrames.PING -> pong(in, from, length);
            case ClientFrames.PONG -> {}
            case ClientFrames.CLOSE -> closed(in, from, length);
            default -> refuse(in, "sends a frame that is not WebSocket");
        }
    }

    private void fragment(ByteBuf in, int from, int length, boolean last, boolean text) {
        if (fragments == null) {
            fragments = ctx.alloc().buffer(length);
            fragmentsAreText = text;
        }
        if (fragments.readableBytes() + length > MAX_MESSAGE) {
            refuse(in, "sends a message longer than " + MAX_MESSAGE + " bytes");
            return;
        }
        fragments.writeBytes(in, from, length);
        if (last) {
            if (fragmentsAreText) {
                onText(fragments, 0, fragments.readableBytes());
            }
            fragments = released(fragments);
        }
    }

    private void pong(ByteBuf in, int from, int length) {
        byte[] payload = new byte[length];
        in.getBytes(from, payload);
        frame(ClientFrames.PONG, payload, length);
        ctx.flush();
    }

    private void closed(ByteBuf in, int from, int length) {
        closeCode = length < 2 ? NO_STATUS : in.getUnsignedShort(from);
        if (closing) {
            ctx.close();
            return;
        }
        if (closeCode == SERVICE_RESTART && Ascii.isAt(in, from + 2, from + length, RECONNECT_IN_MS)) {
            reconnectInMs = Ascii.number(in, from + 2 + RECONNECT_IN_MS.length, from + length);
        }
        if (failure.isEmpty()) {
            failure = "closed by the server with " + closeCode;
        }
        byte[] payload = new byte[Math.min(2, length)];
        in.getBytes(from, payload);
        frame(ClientFrames.CLOSE, payload, payload.length);
        ctx.flush();
        closing = true;
        ctx.close();
    }

    private void frame(int opcode, byte[] payload, int length) {
        ByteBuf out = ctx.alloc().buffer(ClientFrames.size(length));
        ClientFrames.frame(
                out, opcode, payload, length, ThreadLocalRandom.current().nextInt());
        ctx.write(out, ctx.voidPromise());
    }

    /** Keeps what is not read yet in a buffer of its own, so that the large one goes back. */
    private void keep(ByteBuf in) {
        if (in.isReadable() && !ended) {
            rest = ctx.alloc().buffer(in.readableBytes() + 256).writeBytes(in);
        }
        in.release();
    }

    private static ByteBuf released(ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
        return null;
    }
}
