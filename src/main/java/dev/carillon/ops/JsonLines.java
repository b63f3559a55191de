package dev.carillon.ops;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;

/**
 * Writes an event as a line for machines: an object with timestamp (ms since 1970), level, threadName, loggerName,
 * formattedMessage, and throwable when there is one. Immutable; any thread may call it.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final JsonEncoder plain;
    private final JsonEncoder withThrowable;

    private JsonLines(Context context) {
        plain = encoder(context, false);
        withThrowable = encoder(context, true);
    }

    static JsonLines encoder(Context context) {
        JsonLines lines = new JsonLines(context);
        lines.setContext(context);
        lines.start();
        return lines;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return (event.getThrowableProxy() == null ? plain : withThrowable).encode(event);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private static JsonEncoder encoder(Context context, boolean throwable) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        encoder.setWithMDC(false);
        encoder.setWithKVPList(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithThrowable(throwable);
        encoder.start();
        return encoder;
    }
}
