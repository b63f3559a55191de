package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InterestTest {
    private final Interest interest = new Interest();

    @Test
    void shouldAskOnceHoweverManyCoresWatch() {
        interest.watch("a", 0);
        interest.watch("a", 1);
        assertThat(interest.toSubscribe()).containsExactly("a");
        assertThat(interest.toUnsubscribe()).isEmpty();
        interest.unwatch("a", 0);
        assertThat(interest.toUnsubscribe()).isEmpty();
        interest.unwatch("a", 1);
        assertThat(interest.toSubscribe()).isEmpty();
        assertThat(interest.toUnsubscribe()).containsExactly("a");
    }

    @Test
    void shouldNotTakeAnEarlierConfirmationForTheLaterOne() {
        interest.watch("a", 0);
        turn();
        interest.unwatch("a", 0);
        turn();
        interest.watch("a", 0);
        turn();
        interest.confirmed("a");
        assertThat(interest.isConfirmed("a")).isFalse();
        interest.confirmed("a");
        assertThat(interest.isConfirmed("a")).isTrue();
        assertThat(interest.unconfirmed()).isZero();
    }

    @Test
    void shouldAskForEverythingAgainOnANewConnection() {
        interest.prepare("p");
        interest.watch("a", 0);
        turn();
        interest.confirmed("a");
        interest.confirmed("p");
        interest.reset();
        assertThat(interest.isConfirmed("a")).isFalse();
        assertThat(interest.toSubscribe()).containsExactlyInAnyOrder("p", "a");
        assertThat(interest.toBeConfirmed()).containsExactlyInAnyOrder("p", "a");
    }

    private void turn() {
        interest.toSubscribe();
        interest.toUnsubscribe();
    }
}
