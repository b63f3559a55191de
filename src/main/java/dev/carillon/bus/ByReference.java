package dev.carillon.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands immutable objects over the local event bus as they are, without a copy. Pure. */
final class ByReference<T> implements MessageCodec<T, T> {
    private final Class<T> type;

    private ByReference(Class<T> type) {
        this.type = type;
    }

    static <T> void register(EventBus bus, Class<T> type) {
        bus.registerDefaultCodec(type, new ByReference<>(type));
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return "by-reference:" + type.getSimpleName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw new UnsupportedOperationException(type.getSimpleName() + " never leaves the process");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException(type.getSimpleName() + " never leaves the process");
    }
}
