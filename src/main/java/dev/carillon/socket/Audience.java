package dev.carillon.socket;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.endpoint.Rendering;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions on one core that listen to one channel and get it rendered alike, and what was published there in this turn. Whatever their number, frames
 * are built once. Confined to the event loop of its core.
 */
final class Audience {
    // Small enough to be dropped one by one for slow clients, large enough to gather a turn
    private static final int SEGMENT_BYTES = 64 * 1024;

    private final ChannelState channel;
    private final Rendering rendering;
    private final ByteBufAllocator alloc;
    private final Deflate deflate;

    // Touched only on this core's event loop
    private final List<Membership> members = new ArrayList<>(1);
    private final List<byte[]> published = new ArrayList<>(1);
    private final List<Range> ranges = new ArrayList<>(1);
    private int deflating;

    Audience(ChannelState channel, Rendering rendering, ByteBufAllocator alloc, Deflate deflate) {
        this.channel = channel;
        this.rendering = rendering;
        this.alloc = alloc;
        this.deflate = deflate;
    }

    ChannelState channel() {
        return channel;
    }

    Rendering rendering() {
        return rendering;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean hasPublished() {
        return !published.isEmpty();
    }

    void join(Membership member) {
        distribute();
        member.position = members.size();
        members.add(member);
        deflating += member.session.usesDeflate() ? 1 : 0;
    }

    void leave(Membership member) {
        Membership moved = members.remove(members.size() - 1);
        if (moved != member) {
            members.set(member.position, moved);
            moved.position = member.position;
        }
        deflating -= member.session.usesDeflate() ? 1 : 0;
    }

    /** Takes a message that was published; what is made of it goes out with {@link #distribute()}. */
    void publish(Event.Delivery delivery) {
        add(rendering.rendered(delivery), Range.of(delivery.position()));
    }

    /** Takes the news that messages are missing. */
    void announce(Gap gap) {
        add(rendering.announced(gap), Range.of(gap));
    }

    private void add(byte[] text, Range range) {
        if (text != null) {
            published.add(valid(text));
            ranges.add(range);
        }
    }

    /** Clients end a connection on which text comes that is not UTF-8 (RFC 6455, section 8.1): it is mended. */
    private static byte[] valid(byte[] text) {
        return Utf8.isValid(Unpooled.wrappedBuffer(text))
                ? text
                : new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** Gives all that was published to each member's outbox. */
    void distribute() {
        int from = 0;
        while (from < published.size()) {
            int to = from;
            int bytes = 0;
            Range range = null;
            while (to < published.size() && (to == from || bytes < SEGMENT_BYTES)) {
                range = Range.span(range, ranges.get(to));
                bytes += FrameWriter.size(published.get(to++).length);
            }
            if (!members.isEmpty()) {
                give(segment(published.subList(from, to), range, bytes));
            }
            from = to;
        }
        published.clear();
        ranges.clear();
    }

    private void give(Segment segment) {
        channel.account.owed((long) segment.messages() * members.size());
        for (Membership member : members) {
            member.session.add(segment);
        }
        segment.release();
    }

    private Segment segment(List<byte[]> texts, Range range, int bytes) {
        boolean compressing = deflating > 0 && texts.stream().anyMatch(text -> deflate.worthwhile(text.length));
        ByteBuf plain = null;
        if (!compressing || deflating < members.size()) {
            plain = alloc.directBuffer(bytes);
            for (byte[] text : texts) {
                FrameWriter.frame(plain, FrameWriter.TEXT, text, text.length);
            }
        }
        ByteBuf deflated = plain;
        if (compressing) {
            deflated = alloc.directBuffer(bytes);
            for (byte[] text : texts) {
                deflate.frame(deflated, FrameWriter.TEXT, text, text.length);
            }
        }
        return Segment.shared(this, range, plain, deflated, texts.size());
    }
}
