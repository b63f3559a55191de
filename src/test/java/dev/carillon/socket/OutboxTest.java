package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Gap;
import dev.carillon.endpoint.Rendering;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for one session, on a connection whose taking is under the test's control. */
final class OutboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext ctx = channel.pipeline().firstContext();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CoreMetrics core = new CoreMetrics(registry, channel -> channel);
    private final CoreMetrics.ByEndpoint metrics = core.endpoint("test");
    private final Audience chat = audience("chat");
    private final Audience news = audience("news");
    private final Outbox outbox = new Outbox(false);
    private final List<ByteBuf> buffers = new ArrayList<>();

    @AfterEach
    void everythingIsReleased() {
        outbox.clear(DropCause.GONE);
        channel.finishAndReleaseAll();
        assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void shouldWriteWhatASessionGatheredAsOne() {
        append("a");
        append("b");
        assertThat(outbox.isEmpty()).isFalse();
        assertThat(flush()).isEqualTo(Outbox.Status.SENT);
        assertThat(written()).containsExactly("ab");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepTheOrderOfBroadcastsAndOwnFrames() {
        append("1");
        broadcast("2");
        append("3");
        append("4");
        broadcast("5");
        broadcast("6");
        flush();
        assertThat(String.join("", written())).isEqualTo("123456");
    }

    @Test
    void shouldKeepWhatTheConnectionDoesNotTake() {
        takes(false);
        append("1");
        broadcast("22");
        assertThat(flush()).isEqualTo(Outbox.Status.QUEUED);
        append("333");
        assertThat(flush()).isEqualTo(Outbox.Status.QUEUED);
        assertThat(written()).isEmpty();
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(6);
        takes(true);
        assertThat(flush()).isEqualTo(Outbox.Status.SENT);
        assertThat(String.join("", written())).isEqualTo("122333");
        assertThat(outbox.pendingBytes(ctx)).isZero();
    }

    @Test
    void shouldDropTheOldestBroadcastsAndNothingElse() {
        takes(false);
        append("own1");
        broadcast("cast1");
        broadcast("cast2");
        append("own2");
        broadcast("cast3");
        flush();
        assertThat(outbox.dropOldest(ctx, 15)).isEqualTo(2);
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(13);
        takes(true);
        flush();
        assertThat(String.join("", written())).isEqualTo("own1<chat null-null>own2cast3");
    }

    @Test
    void shouldDropNothingWhenTheRestFits() {
        takes(false);
        broadcast("cast1");
        append("own1");
        flush();
        assertThat(outbox.dropOldest(ctx, 9)).isZero();
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(9);
    }

    @Test
    void shouldLeaveMoreThanAllowedWhenNoBroadcastIsLeft() {
        takes(false);
        append("own1");
        broadcast("cast1");
        assertThat(outbox.dropOldest(ctx, 1)).isEqualTo(1);
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(4);
    }

    @Test
    void shouldCountTheMessagesThatItLetsGoOf() {
        takes(false);
        append("own");
        broadcast("cast");
        assertThat(outbox.clear(DropCause.GONE)).isEqualTo(2);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.pendingBytes(ctx)).isZero();
    }

    @Test
    void shouldTellWhatWasDroppedWhereItStoodAndMergeWhatIsDroppedLater() {
        takes(false);
        append("own1");
        broadcast(chat, at(3, 4), "3-4");
        append("own2");
        broadcast(chat, at(5, 5), "5");
        broadcast(chat, at(6, 6), "6");
        flush();
        assertThat(outbox.dropOldest(ctx, 10)).isEqualTo(1);
        broadcast(chat, at(7, 9), "7-9");
        flush();
        assertThat(outbox.dropOldest(ctx, 12)).isEqualTo(1);
        assertThat(outbox.wasBehind()).isTrue();
        takes(true);
        assertThat(flush()).isEqualTo(Outbox.Status.SENT);
        assertThat(String.join("", written())).isEqualTo("own1<chat 3-5>own267-9");
        assertThat(outbox.wasBehind()).isFalse();
    }

    @Test
    void shouldTellOfEachChannelByItself() {
        takes(false);
        broadcast(chat, at(1, 1), "c1");
        broadcast(news, at(1, 1), "n1");
        broadcast(chat, at(2, 2), "c2");
        broadcast(news, at(2, 2), "n2");
        flush();
        assertThat(outbox.dropOldest(ctx, 2)).isEqualTo(3);
        takes(true);
        flush();
        assertThat(String.join("", written())).isEqualTo("<chat 1-2><news 1-1>n2");
    }

    @Test
    void shouldTellOfWhatWasDroppedThoughNothingWasKept() {
        takes(false);
        broadcast(chat, at(1, 1), "c1");
        flush();
        assertThat(outbox.dropOldest(ctx, 0)).isEqualTo(1);
        assertThat(outbox.isEmpty()).isFalse();
        assertThat(outbox.queuedBytes()).isZero();
        assertThat(outbox.noticeBytes()).isPositive();
        assertThat(flush()).isEqualTo(Outbox.Status.QUEUED);
        assertThat(outbox.dropOldest(ctx, 0)).isZero();
        append("bye");
        outbox.markLast();
        takes(true);
        flush();
        channel.runPendingTasks();
        assertThat(String.join("", written())).isEqualTo("<chat 1-1>bye");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldCloseTheConnectionBehindANoticeToo() {
        takes(false);
        append("own");
        broadcast(news, null, "n");
        outbox.markLast();
        flush();
        outbox.dropOldest(ctx, 0);
        takes(true);
        flush();
        channel.runPendingTasks();
        // There is nothing to say about it, and yet it is the end
        assertThat(String.join("", written())).isEqualTo("own");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldTellAnewOfWhatIsDroppedAfterANotice() {
        takes(false);
        broadcast(chat, at(1, 1), "1");
        flush();
        outbox.dropOldest(ctx, 0);
        takes(true);
        flush();
        takes(false);
        append("own");
        broadcast(chat, at(2, 2), "2");
        broadcast(chat, at(3, 3), "3");
        flush();
        outbox.dropOldest(ctx, 4);
        takes(true);
        flush();
        assertThat(String.join("", written())).isEqualTo("<chat 1-1>own<chat 2-2>3");
    }

    @Test
    void shouldKeepOnlyTheNewestOfEachChannel() {
        takes(false);
        append("own1");
        broadcast(chat, at(1, 1), "c1");
        append("own2");
        broadcast(news, at(1, 1), "n1");
        broadcast(chat, at(2, 3), "c2");
        append("own3");
        broadcast(chat, at(4, 4), "c4");
        flush();
        assertThat(outbox.keepLatest()).isEqualTo(2);
        broadcast(chat, at(5, 5), "c5");
        flush();
        assertThat(outbox.keepLatest()).isEqualTo(1);
        assertThat(outbox.keepLatest()).isZero();
        takes(true);
        flush();
        assertThat(String.join("", written())).isEqualTo("own1<chat 1-4>own2n1own3c5");
    }

    @Test
    void shouldTellOfEverythingThoughWhatStoodBeforeItWasDroppedToo() {
        takes(false);
        broadcast(news, at(1, 1), "n1");
        broadcast(chat, at(1, 1), "c1");
        broadcast(chat, at(2, 2), "c2");
        flush();
        assertThat(outbox.keepLatest()).isEqualTo(1);
        assertThat(outbox.dropOldest(ctx, 0)).isEqualTo(2);
        takes(true);
        assertThat(flush()).isEqualTo(Outbox.Status.SENT);
        assertThat(String.join("", written())).isEqualTo("<chat 1-2><news 1-1>");
    }

    @Test
    void shouldTellOfWhatWasDroppedBeforeWhatWasKeptOfTheSameChannel() {
        takes(false);
        broadcast(news, at(1, 1), "n1");
        broadcast(chat, at(1, 1), "c1");
        broadcast(chat, at(2, 2), "c2");
        flush();
        assertThat(outbox.keepLatest()).isEqualTo(1);
        broadcast(news, at(2, 2), "n2");
        flush();
        assertThat(outbox.keepLatest()).isEqualTo(1);
        takes(true);
        flush();
        assertThat(String.join("", written())).isEqualTo("<chat 1-1><news 1-1>c2n2");
    }

    @Test
    void shouldAccountForEachMessage() {
        broadcast(chat, null, "delivered");
        flush();
        takes(false);
        broadcast(chat, null, "dropped");
        flush();
        outbox.dropOldest(ctx, 0);
        broadcast(chat, null, "pending");
        broadcast(chat, null, "pending");
        append("own");
        flush();
        assertThat(counted("owed", "chat")).isEqualTo(4);
        assertThat(counted("delivered", "chat")).isEqualTo(1);
        assertThat(counted("dropped", "chat")).isEqualTo(1);
        assertThat(counted("pending", "chat")).isEqualTo(2);
        assertThat(outbox.clear(DropCause.GONE)).isEqualTo(3);
        assertThat(counted("gone", "chat")).isEqualTo(2);
        assertThat(counted("pending", "chat")).isZero();
        assertThat(counted("owed", "news")).isZero();
    }

    @Test
    void shouldCloseTheConnectionBehindTheLastFrame() {
        append("last");
        outbox.markLast();
        takes(false);
        flush();
        assertThat(channel.isOpen()).isTrue();
        takes(true);
        flush();
        channel.runPendingTasks();
        assertThat(written()).containsExactly("last");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldGiveACompressingSessionTheCompressedFrames() {
        Outbox compressing = new Outbox(true);
        Segment segment = Segment.shared(chat, null, buffer("plain"), buffer("deflated"), 1);
        compressing.add(segment);
        outbox.add(segment);
        segment.release();
        assertThat(compressing.pendingBytes(ctx)).isEqualTo(8);
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(5);
        compressing.flush(ctx, metrics);
        flush();
        assertThat(written()).containsExactly("deflated", "plain");
    }

    private Outbox.Status flush() {
        return outbox.flush(ctx, metrics);
    }

    private void append(String text) {
        ByteBuf open = outbox.append(ctx, text.length(), 1);
        open.writeCharSequence(text, StandardCharsets.US_ASCII);
        buffers.add(open);
    }

    private void broadcast(String text) {
        broadcast(chat, null, text);
    }

    private void broadcast(Audience audience, Range range, String text) {
        ByteBuf frames = buffer(text);
        Segment segment = Segment.shared(audience, range, frames, frames, 1);
        audience.channel().account.owed(1);
        outbox.add(segment);
        segment.release();
    }

    private Audience audience(String name) {
        ChannelState state = new ChannelState(name, core.ledger().account(name));
        Rendering rendering = new Rendering() {
            @Override
            public byte[] announced(Gap gap) {
                return name.equals("news") && gap.from() == null
                        ? null
                        : (name + " " + gap.from() + "-" + gap.to()).getBytes(StandardCharsets.US_ASCII);
            }
        };
        return state.audience(rendering, ctx.alloc(), null);
    }

    private static Range at(long from, long to) {
        return new Range("epoch", from, to);
    }

    private long counted(String meter, String name) {
        core.turnEnded(0);
        return (long) registry.get("carillon.ledger." + meter)
                .tag("channel", name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private ByteBuf buffer(String text) {
        ByteBuf buffer = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        buffers.add(buffer);
        return buffer;
    }

    private void takes(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    }

    private List<String> written() {
        List<String> texts = new ArrayList<>();
        ByteBuf next;
        while ((next = channel.readOutbound()) != null) {
            texts.add(text(next));
            next.release();
        }
        return texts;
    }

    /** What was written; notices, which are whole frames, in angle brackets. */
    private static String text(ByteBuf written) {
        StringBuilder text = new StringBuilder();
        while (written.isReadable()) {
            if (written.getUnsignedByte(written.readerIndex()) == 0x81) {
                written.readByte();
                int length = written.readByte();
                text.append('<')
                        .append(written.readCharSequence(length, StandardCharsets.US_ASCII))
                        .append('>');
            } else {
                text.append((char) written.readByte());
            }
        }
        return text.toString();
    }
}
