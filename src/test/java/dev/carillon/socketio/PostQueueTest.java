package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostQueueTest {
    private final PostQueue queue = new PostQueue(2);
    private final List<Object> answers = new ArrayList<>();

    @Test
    void shouldAnswerWhenAllIsTaken() {
        queue.post(List.of(EnginePacket.PING, EnginePacket.NOOP), answers::add);
        queue.settle();
        assertThat(queue.next()).isEqualTo(EnginePacket.PING);
        queue.settle();
        assertThat(queue.next()).isEqualTo(EnginePacket.NOOP);
        assertThat(answers).isEmpty();
        queue.settle();
        queue.settle();
        assertThat(answers).containsExactly(HttpAnswer.OK);
        assertThat(queue.isBusy()).isFalse();
    }

    @Test
    void shouldHoldBackWhatComesWhileTooMuchIsOwed() {
        queue.post(List.of(EnginePacket.PING, EnginePacket.NOOP, EnginePacket.CLOSE), answers::add);
        queue.next();
        queue.owe(1);
        assertThat(queue.next()).isEqualTo(EnginePacket.NOOP);
        queue.owe(1);
        assertThat(queue.next()).isNull();
        queue.owe(-1);
        assertThat(queue.next()).isEqualTo(EnginePacket.CLOSE);
        queue.owe(1);
        queue.settle();
        assertThat(answers).isEmpty();
        queue.owe(-1);
        queue.settle();
        assertThat(answers).containsExactly(HttpAnswer.OK);
        assertThat(queue.isQuiet()).isFalse();
        queue.owe(-1);
        assertThat(queue.isQuiet()).isTrue();
    }

    @Test
    void shouldForgetWhatIsLeftWhenItIsAnsweredEarly() {
        queue.post(List.of(EnginePacket.PING), answers::add);
        queue.answer(HttpAnswer.BAD_REQUEST);
        queue.answer(HttpAnswer.BAD_REQUEST);
        assertThat(answers).containsExactly(HttpAnswer.BAD_REQUEST);
        assertThat(queue.next()).isNull();
    }
}
