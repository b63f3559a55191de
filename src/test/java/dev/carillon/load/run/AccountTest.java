package dev.carillon.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.run.Account.Arrival;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {
    private final List<Integer> givenUp = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "0 1 2 3, IIII, ''",
        "0 2 3, III, 1",
        "0 2 1 3, IIOI, ''",
        "0 0 1 1, IDID, ''",
        "0 5 3 3 1, IIODO, 2 4",
        "3 2 1 0 4, IOOOI, ''",
        "9, I, 0 1 2 3 4 5 6 7 8",
    })
    void shouldTellHowMessagesCame(String numbers, String arrivals, String missing) {
        Account account = new Account(1);
        StringBuilder came = new StringBuilder();
        for (String number : numbers.split(" ")) {
            came.append(account.record(0, Integer.parseInt(number), this::giveUp)
                    .name()
                    .charAt(0));
        }
        assertThat(came.toString()).isEqualTo(arrivals);
        assertThat(missing(account)).isEqualTo(missing);
    }

    @Test
    void shouldOweNothingFromBeforeItsStart() {
        Account account = new Account(2);
        account.start(1, 5);
        assertThat(account.record(1, 4, this::giveUp)).isEqualTo(Arrival.NOT_OWED);
        assertThat(account.record(1, 6, this::giveUp)).isEqualTo(Arrival.IN_ORDER);
        assertThat(account.record(1, 5, this::giveUp)).isEqualTo(Arrival.OUT_OF_ORDER);
        assertThat(account.record(1, 5, this::giveUp)).isEqualTo(Arrival.DUPLICATE);
        assertThat(account.record(0, 0, this::giveUp)).isEqualTo(Arrival.IN_ORDER);
        assertThat(account.hasGaps()).isFalse();
    }

    @Test
    void shouldStartWithTheFirstMessageOfAStreamThatOthersBegan() {
        Account account = new Account(1);
        account.start(0, Account.UNKNOWN);
        assertThat(account.record(0, 17, this::giveUp)).isEqualTo(Arrival.IN_ORDER);
        assertThat(account.record(0, 16, this::giveUp)).isEqualTo(Arrival.NOT_OWED);
        assertThat(account.hasGaps()).isFalse();
    }

    @Test
    void shouldLeaveOutOfTheSampleWhatWasDueWhileItWaited() {
        Account account = new Account(1);
        assertThat(account.sample(0, 100, 5000)).isTrue();
        assertThat(account.sample(0, 200, 5001)).isFalse();
        assertThat(account.sample(0, 4999, 5002)).isFalse();
        assertThat(account.sample(0, 5000, 5003)).isTrue();
    }

    /** Whatever is lost, doubled and mixed up: the counts are those of a set. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithASet(long seed) {
        Random random = new Random(seed);
        Account account = new Account(1);
        BitSet came = new BitSet();
        int highest = -1;
        for (int i = 0; i < 20_000; i++) {
            int number = Math.max(0, i / 2 + random.nextInt(41) - 20);
            Arrival expected =
                    came.get(number) ? Arrival.DUPLICATE : number < highest ? Arrival.OUT_OF_ORDER : Arrival.IN_ORDER;
            assertThat(account.record(0, number, this::giveUp)).isEqualTo(expected);
            came.set(number);
            highest = Math.max(highest, number);
        }
        int missing = highest + 1 - came.cardinality();
        int[] counted = {0};
        account.missing((stream, from, to) -> counted[0] += to - from);
        assertThat(counted[0] + givenUp.size()).isEqualTo(missing);
    }

    @Test
    void shouldGiveTheOldestUpAsLostWhenTooMuchIsMissing() {
        Account account = new Account(1);
        for (int number = 1; number < 20_001; number += 2) {
            account.record(0, number, this::giveUp);
        }
        int[] kept = {0};
        account.missing((stream, from, to) -> kept[0] += to - from);
        assertThat(kept[0]).isEqualTo(4096);
        assertThat(givenUp).hasSize(10_000 - 4096).startsWith(0, 2, 4);
    }

    private void giveUp(int stream, int from, int to) {
        for (int number = from; number < to; number++) {
            givenUp.add(number);
        }
    }

    private static String missing(Account account) {
        List<String> missing = new ArrayList<>();
        account.missing((stream, from, to) -> {
            for (int number = from; number < to; number++) {
                missing.add(String.valueOf(number));
            }
        });
        missing.sort((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
        return String.join(" ", missing);
    }
}
