package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Position;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the judge of the fault runs lets pass, and what it does not. */
final class AccountingTest {
    private static final Heard BEGAN = new Heard.Began(new Position("a", 0));
    private static final Heard ENDED = new Heard.Ended("cut");
    private static final Heard OPEN_GAP = new Heard.Missing(2, null, "rewound");

    private static Heard message(String epoch, long offset, int number) {
        return new Heard.Message(new Position(epoch, offset), new Said(0, number).text());
    }

    private static Heard gap(long from, long to) {
        return new Heard.Missing(from, to, "trimmed");
    }

    /** Judges a client by itself, four messages being accepted. */
    private static Accounting.Result judge(Heard... heard) {
        return judge(List.of(Arrays.asList(heard)));
    }

    private static Accounting.Result judge(List<List<Heard>> clients) {
        return Accounting.judge(
                List.of(List.of(new Said(0, 1), new Said(0, 2), new Said(0, 4), new Said(0, 5))), clients);
    }

    private static void assertFault(Accounting.Result result, String words) {
        assertThat(result.faults()).anyMatch(fault -> fault.contains(words));
    }

    @Test
    void shouldTakeWhatIsComplete() {
        Accounting.Result result = judge(
                BEGAN,
                message("a", 1, 1),
                message("a", 2, 2),
                message("a", 3, 3),
                message("a", 4, 4),
                message("a", 5, 5));
        assertThat(result).isEqualTo(new Accounting.Result(1, 4, 5, 0, 0, 0, List.of()));
    }

    @Test
    void shouldTakeWhatIsAnnounced() {
        Accounting.Result result = judge(BEGAN, message("a", 1, 1), gap(2, 3), message("a", 4, 4), message("a", 5, 5));
        assertThat(result).isEqualTo(new Accounting.Result(1, 4, 3, 1, 1, 0, List.of()));
    }

    @Test
    void shouldTakeANewEpochBehindAnOpenGap() {
        Accounting.Result result = judge(BEGAN, message("a", 1, 1), OPEN_GAP, message("b", 1, 4), message("b", 2, 5));
        assertThat(result).isEqualTo(new Accounting.Result(1, 4, 3, 1, 1, 0, List.of()));
    }

    @Test
    void shouldTakeOneThatWentOnWhereItWas() {
        Heard began = new Heard.Began(new Position("a", 1));
        Accounting.Result result = judge(
                BEGAN, message("a", 1, 1), ENDED, began, message("a", 2, 2), message("a", 3, 4), message("a", 4, 5));
        assertThat(result).isEqualTo(new Accounting.Result(1, 4, 4, 0, 0, 1, List.of()));
    }

    @Test
    void shouldFindWhatIsLostInSilence() {
        assertFault(
                judge(BEGAN, message("a", 1, 1), message("a", 2, 4), message("a", 3, 5)), "lost in silence 1 messages");
        assertFault(
                judge(BEGAN, gap(1, 1), message("a", 2, 2)), "lost in silence 2 messages from what was said by 0: 4");
    }

    @Test
    void shouldFindHolesBetweenPositions() {
        assertFault(judge(BEGAN, message("a", 1, 1), message("a", 3, 2)), "after a silent hole from 1");
        assertFault(judge(BEGAN, message("a", 1, 1), gap(3, 4), message("a", 5, 2)), "does not follow on 1");
        assertFault(judge(BEGAN, message("a", 1, 1), gap(2, 3), message("a", 5, 2)), "after a silent hole from 3");
    }

    @Test
    void shouldFindRepetitions() {
        assertFault(judge(BEGAN, message("a", 1, 1), message("a", 2, 1)), "got twice");
        assertFault(judge(BEGAN, message("a", 1, 1), message("a", 1, 2)), "are both");
        assertFault(judge(BEGAN, message("a", 1, 1), message("a", 1, 1)), "comes again");
    }

    @Test
    void shouldFindDisorder() {
        assertFault(judge(BEGAN, message("a", 1, 2), message("a", 2, 1)), "out of order");
    }

    @Test
    void shouldFindEpochsThatChangeUnannouncedOrComeBack() {
        assertFault(judge(BEGAN, message("a", 1, 1), message("b", 1, 2)), "unannounced");
        assertFault(judge(BEGAN, message("a", 1, 1), OPEN_GAP, message("a", 2, 2)), "an epoch that was over");
    }

    @Test
    void shouldFindThatAnOpenGapTookOfTheNewEpochWhatOthersGot() {
        List<Heard> complete = List.of(BEGAN, message("a", 1, 1), OPEN_GAP, message("b", 1, 2), message("b", 2, 4));
        List<Heard> less = List.of(BEGAN, message("a", 1, 1), OPEN_GAP, message("b", 2, 4));
        assertFault(judge(List.of(complete, less)), "is not the first of its epoch, which is 1");
    }

    @Test
    void shouldFindWhatIsForeign() {
        assertFault(judge(BEGAN, new Heard.Foreign("?")), "is foreign");
        assertFault(judge(BEGAN, new Heard.Message(null, "past the history")), "has no position");
    }
}
