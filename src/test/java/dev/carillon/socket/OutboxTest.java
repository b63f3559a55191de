package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
    private final CoreMetrics.ByEndpoint metrics = new CoreMetrics(new SimpleMeterRegistry()).endpoint("test");
    private final Outbox outbox = new Outbox(false);
    private final List<ByteBuf> buffers = new ArrayList<>();

    @AfterEach
    void everythingIsReleased() {
        outbox.clear();
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
        assertThat(outbox.dropBroadcasts(ctx, 15)).isEqualTo(2);
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(13);
        takes(true);
        flush();
        assertThat(String.join("", written())).isEqualTo("own1own2cast3");
    }

    @Test
    void shouldDropNothingWhenTheRestFits() {
        takes(false);
        broadcast("cast1");
        append("own1");
        flush();
        assertThat(outbox.dropBroadcasts(ctx, 9)).isZero();
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(9);
    }

    @Test
    void shouldLeaveMoreThanAllowedWhenNoBroadcastIsLeft() {
        takes(false);
        append("own1");
        broadcast("cast1");
        assertThat(outbox.dropBroadcasts(ctx, 1)).isEqualTo(1);
        assertThat(outbox.pendingBytes(ctx)).isEqualTo(4);
    }

    @Test
    void shouldCountTheMessagesThatItLetsGoOf() {
        takes(false);
        append("own");
        broadcast("cast");
        assertThat(outbox.clear()).isEqualTo(2);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.pendingBytes(ctx)).isZero();
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
        Segment segment = Segment.shared(buffer("plain"), buffer("deflated"), 1);
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
        ByteBuf frames = buffer(text);
        Segment segment = Segment.shared(frames, frames, 1);
        outbox.add(segment);
        segment.release();
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
            texts.add(new String(ByteBufUtil.getBytes(next), StandardCharsets.US_ASCII));
            next.release();
        }
        return texts;
    }
}
