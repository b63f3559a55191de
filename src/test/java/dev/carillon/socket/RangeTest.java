package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two parts of a channel's history span. */
final class RangeTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            -   | -   | -
            a34 | -   | a34
            -   | a34 | a34
            a34 | a56 | a36
            a34 | a88 | a38
            -34 | a56 | a36
            a34 | -56 | a36
            a34 | -?? | a??
            -?? | a34 | a??
            a34 | b12 | b??
            a?? | a34 | a??
            """)
    void shouldSpanTwo(String first, String second, String both) {
        assertThat(Range.span(range(first), range(second))).isEqualTo(range(both));
    }

    @Test
    void shouldBeWhereItsMessageIs() {
        assertThat(Range.of(new Position("a", 7))).isEqualTo(new Range("a", 7L, 7L));
        assertThat(Range.of((Position) null)).isNull();
        assertThat(Range.of(new Gap("chat", 3L, 4L, Gap.Reason.TRIMMED))).isEqualTo(new Range(null, 3L, 4L));
    }

    /** Epoch, first and last offset, a character each; - and ? when not known. */
    private static Range range(String text) {
        return text == null
                ? null
                : new Range(text.charAt(0) == '-' ? null : text.substring(0, 1), offset(text, 1), offset(text, 2));
    }

    private static Long offset(String text, int at) {
        return text.charAt(at) == '?' ? null : (Long) (long) (text.charAt(at) - '0');
    }
}
