package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Puts a client's packets of Socket.IO together from the messages of Engine.IO. Confined to the event loop of its session. */
final class PacketReader {
    /**
     * A packet some of whose attachments are yet to come. Immutable.
     *
     * @param bytes of the attachments that have come
     */
    record Begun(SocketPacket packet, List<Buffer> attachments, long bytes) {
        Begun with(Buffer attachment) {
            List<Buffer> more = new ArrayList<>(attachments);
            more.add(attachment);
            return new Begun(packet, more, bytes + attachment.length());
        }

        boolean isWhole() {
            return attachments.size() == packet.attachments();
        }
    }

    private final int maxAttachments;
    private final int maxBytes;

    // Touched only on the session's event loop
    private Begun begun;

    /** @param begun where another reader left off, or null */
    PacketReader(SocketIoSettings settings, Begun begun) {
        this.maxAttachments = settings.maxAttachments();
        this.maxBytes = settings.maxPayloadBytes();
        this.begun = begun;
    }

    /** The packet that this message completes, or null when more belongs to it. */
    SocketPacket read(EnginePacket message) throws MalformedException {
        if (message.binary() != (begun != null)) {
            throw new MalformedException(message.binary() ? "No attachment is awaited" : "An attachment is awaited");
        }
        if (begun == null) {
            begun = new Begun(SocketPacket.decode(message.text()), List.of(), 0);
            if (begun.packet.attachments() > maxAttachments) {
                throw new MalformedException("Too many attachments");
            }
        } else {
            begun = begun.with(message.data());
            if (begun.bytes > maxBytes) {
                throw new MalformedException("The attachments are too large");
            }
        }
        return begun.isWhole() ? whole() : null;
    }

    /** What has come of a packet that is not whole, or null. */
    Begun begun() {
        return begun;
    }

    private SocketPacket whole() throws MalformedException {
        SocketPacket packet = begun.packet;
        Object data = packet.data();
        if (packet.attachments() > 0 || packet.type() == SocketPacket.Type.CONNECT && data != null) {
            data = Attachments.putBack(data, begun.attachments);
        }
        begun = null;
        return new SocketPacket(packet.type(), packet.attachments(), packet.namespace(), packet.id(), data);
    }
}
