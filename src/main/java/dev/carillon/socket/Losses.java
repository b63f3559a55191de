package dev.carillon.socket;

import dev.carillon.bus.Gap;
import java.util.ArrayList;
import java.util.List;

/**
 * Broadcasts that were dropped for one session, and of which its client was not told yet. They are told of all at once, where the
 * first of them stood: what was kept of the same channels came later. Confined to the event loop of its session.
 */
final class Losses {
    // About what one takes, here and as a message
    private static final int BYTES = 128;

    private record Loss(Audience audience, Range range) {}

    private final List<Loss> losses = new ArrayList<>(1);
    private int behind = Integer.MAX_VALUE;

    /**
     * Takes in one that was dropped, in the order in which they came.
     *
     * @param before how many segments wait that came before it; those that the first stood behind may be dropped later
     */
    void add(Segment dropped, int before) {
        behind = Math.min(behind, before);
        for (int i = 0; i < losses.size(); i++) {
            Loss loss = losses.get(i);
            if (loss.audience == dropped.audience()) {
                losses.set(i, new Loss(loss.audience, Range.span(loss.range, dropped.range())));
                return;
            }
        }
        losses.add(new Loss(dropped.audience(), dropped.range()));
    }

    /** Bytes that they take. */
    int bytes() {
        return losses.size() * BYTES;
    }

    /** Whether all that came before was written. */
    boolean isDue() {
        return behind == 0;
    }

    /** One segment that came before was written. */
    void oneWritten() {
        behind--;
    }

    /** What the client is told, a text for each channel; nothing where its endpoint has no words for it. */
    List<byte[]> notices() {
        List<byte[]> notices = new ArrayList<>(losses.size());
        for (Loss loss : losses) {
            byte[] notice = loss.audience.rendering().announced(gap(loss));
            if (notice != null) {
                notices.add(notice);
            }
        }
        return notices;
    }

    private static Gap gap(Loss loss) {
        String channel = loss.audience.channel().name;
        return loss.range == null
                ? new Gap(channel, null, null, Gap.Reason.SLOW)
                : new Gap(channel, loss.range.from(), loss.range.to(), Gap.Reason.SLOW);
    }
}
