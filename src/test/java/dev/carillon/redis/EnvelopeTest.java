package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Position;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
    private static Envelope parse(String text) {
        return Envelope.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveTheMessageWithItsPosition() {
        Envelope envelope = parse("aB_-9 57 1700000000000 -\nline\nline");
        assertThat(envelope.position()).isEqualTo(new Position("aB_-9", 57));
        assertThat(envelope.acceptedMs()).isEqualTo(1_700_000_000_000L);
        assertThat(envelope.kind()).isEqualTo(Envelope.Kind.PLAIN);
        assertThat(envelope.payload()).asString().isEqualTo("line\nline");
    }

    @Test
    void shouldTellAMessageThatIsMirroredFromOneThatIsNot() {
        assertThat(parse("e 1 0 m\n").kind()).isEqualTo(Envelope.Kind.MIRRORED);
        assertThat(parse("e 1 0 m\n").payload()).isEmpty();
    }

    @Test
    void shouldGiveNoMessageWhereThePositionAloneIsTold() {
        Envelope head = parse("e 0 0 h\n");
        assertThat(head.kind()).isEqualTo(Envelope.Kind.HEAD);
        assertThat(head.payload()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "e 1 0 -",
                "e 1 0 x\ntext",
                "e 1 0\ntext",
                "e 1 0 - more\ntext",
                "e -1 0 -\ntext",
                "e one 0 -\ntext",
                "e 1 soon -\ntext",
                "e 1234567890123456789 0 -\ntext",
                "an epoch 1 0 -\ntext",
                "é 1 0 -\ntext",
                "plain text"
            })
    void shouldNotTakeSomethingElseForAnEnvelope(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void shouldNotLookThroughAWholeMessageForAnEnvelope() {
        assertThat(parse("e".repeat(1000) + " 1 0 -\ntext")).isNull();
    }
}
