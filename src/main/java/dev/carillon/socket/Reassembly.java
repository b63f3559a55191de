package dev.carillon.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A message of which not all fragments have come (RFC 6455, section 5.4). Confined to the event loop of its session. */
final class Reassembly {
    final boolean text;
    final boolean deflated;

    private final ByteBuf content;
    private final Utf8 utf8 = new Utf8();

    Reassembly(ByteBufAllocator alloc, boolean text, boolean deflated) {
        this.text = text;
        this.deflated = deflated;
        this.content = alloc.buffer();
    }

    /** Adds a fragment; the caller keeps its reference. */
    void add(ByteBuf fragment) {
        content.writeBytes(fragment, fragment.readerIndex(), fragment.readableBytes());
    }

    /** Whether what has come so far may be the beginning of a text. A deflated one is checked when it is whole. */
    boolean mayBeText(ByteBuf fragment) {
        return !text || deflated || utf8.append(fragment);
    }

    /** How many bytes have come. */
    int size() {
        return content.readableBytes();
    }

    /** All bytes that have come; the reference is the caller's. */
    ByteBuf content() {
        return content;
    }

    /** Whether the text did not end within a character. */
    boolean complete() {
        return utf8.complete();
    }

    void release() {
        content.release();
    }
}
