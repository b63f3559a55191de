package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows on a position, given what Redis remembers. */
final class HistoryPageTest {
    private static Envelope entry(String epoch, long offset) {
        return new Envelope(new Position(epoch, offset), 0, Envelope.Kind.PLAIN, new byte[0]);
    }

    private static HistoryPage page(String epoch, long last, long start, boolean complete, Envelope... entries) {
        return new HistoryPage(new Position(epoch, last), start, "old", List.of(entries), complete);
    }

    /** Messages by their positions, holes by what is missing. */
    private static List<String> steps(HistoryPage page, String epoch, long offset) {
        List<String> steps = new ArrayList<>();
        HistoryPage.Continuation next = page.after("chat", new Position(epoch, offset));
        for (Step step : next.steps()) {
            if (step instanceof Step.Message message) {
                steps.add(message.envelope().position().token());
            } else {
                Gap gap = ((Step.Hole) step).gap();
                steps.add(gap.reason().label() + " " + gap.from() + "-" + gap.to());
            }
        }
        steps.add("reached " + next.reached().token());
        return steps;
    }

    @Test
    void shouldContinueWithTheEntriesOfTheSameEpoch() {
        assertThat(steps(page("new", 3, 0, true, entry("new", 2), entry("new", 3)), "new", 1))
                .containsExactly("new:2", "new:3", "reached new:3");
    }

    @Test
    void shouldFindNothingMissingWhenNothingCame() {
        assertThat(steps(page("new", 3, 0, true), "new", 3)).containsExactly("reached new:3");
    }

    @Test
    void shouldSayWhatIsMissingBeforeTheFirstEntryThatIsLeft() {
        assertThat(steps(page("new", 5, 0, true, entry("new", 4), entry("new", 5)), "new", 1))
                .containsExactly("trimmed 2-3", "new:4", "new:5", "reached new:5");
    }

    @Test
    void shouldSayThatAllIsMissingWhenNoEntryIsLeft() {
        assertThat(steps(page("new", 5, 0, true), "new", 1)).containsExactly("trimmed 2-5", "reached new:5");
    }

    @Test
    void shouldNotTakeAPageForTheEnd() {
        assertThat(steps(page("new", 9, 0, false, entry("new", 2)), "new", 1))
                .containsExactly("new:2", "reached new:2");
    }

    @Test
    void shouldDeliverWhatSurvivedOfTheEpochBeforeAndThenSayThatMoreMayBeLost() {
        assertThat(steps(page("new", 4, 3, true, entry("old", 2), entry("old", 3), entry("new", 4)), "old", 1))
                .containsExactly("old:2", "old:3", "rewound 4-null", "new:4", "reached new:4");
    }

    @Test
    void shouldNotDeliverAgainWhatTheNewEpochGivesTheSameOffset() {
        assertThat(steps(page("new", 4, 3, true, entry("new", 4)), "old", 7))
                .containsExactly("rewound 8-null", "new:4", "reached new:4");
    }

    @Test
    void shouldSayThatMoreMayBeLostAlsoWhenNothingCameSince() {
        assertThat(steps(page("new", 3, 3, true), "old", 3)).containsExactly("rewound 4-null", "reached new:3");
    }

    @Test
    void shouldStayInTheEpochBeforeUntilAllOfItWasRead() {
        assertThat(steps(page("new", 9, 5, false, entry("old", 2), entry("old", 3)), "old", 1))
                .containsExactly("old:2", "old:3", "reached old:3");
    }

    @Test
    void shouldSayWhatWasTrimmedOfTheNewEpochToo() {
        assertThat(steps(page("new", 9, 3, true, entry("new", 8), entry("new", 9)), "old", 3))
                .containsExactly("rewound 4-null", "trimmed 4-7", "new:8", "new:9", "reached new:9");
    }
}
