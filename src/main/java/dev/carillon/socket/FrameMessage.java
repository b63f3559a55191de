package dev.carillon.socket;

import dev.carillon.endpoint.Message;
import io.netty.buffer.ByteBuf;

/** A message in the buffer that it came in. Confined to the event loop of its session. */
final class FrameMessage implements Message {
    private final ByteBuf content;

    FrameMessage(ByteBuf content) {
        this.content = content;
    }

    @Override
    public int size() {
        return content.readableBytes();
    }

    @Override
    public void copyTo(byte[] target, int offset) {
        content.getBytes(content.readerIndex(), target, offset, content.readableBytes());
    }
}
