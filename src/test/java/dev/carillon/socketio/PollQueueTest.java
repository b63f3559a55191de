package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PollQueueTest {
    private final PollQueue queue = new PollQueue(10, null, null);
    private final List<Object> answers = new ArrayList<>();

    @Test
    void shouldHoldOnePacketHoweverLarge() {
        queue.add(packet(100));
        assertThat(queue.isFull()).isFalse();
        queue.add(packet(1));
        assertThat(queue.isFull()).isTrue();
    }

    @Test
    void shouldNotAnswerAPollAsIfNothingHadBeenLeftOut() {
        queue.add(packet(100));
        queue.add(packet(1));
        queue.poll(null, answers::add);
        queue.flush();
        assertThat(answers).isEmpty();
        assertThat(queue.isPolled()).isTrue();
    }

    private static Parcel packet(int length) {
        return Parcel.own(EnginePacket.message("x".repeat(length)));
    }
}
