package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "port, port, 0",
        "port, PORT, 0",
        "port, prot, 1",
        "port, ports, 1",
        "port, pot, 1",
        "port, pert, 1",
        "'', port, 4",
        "kitten, sitting, 3",
        "lease, please, 1",
        "origins, orignis, 1"
    })
    void shouldCountEdits(String left, String right, int edits) {
        assertThat(Suggestion.distance(left, right)).isEqualTo(edits);
        assertThat(Suggestion.distance(right, left)).isEqualTo(edits);
    }

    @Test
    void shouldFindTheNearestOfSeveral() {
        assertThat(Suggestion.nearest("prots", List.of("host", "port", "ports")))
                .contains("ports");
    }

    @Test
    void shouldAllowMoreEditsInLongNames() {
        assertThat(Suggestion.nearest("handshakeTimeoutMs", List.of("handshakeTimeout", "host")))
                .contains("handshakeTimeout");
        assertThat(Suggestion.nearest("commandTimeoutMillis", List.of("commandTimeout")))
                .contains("commandTimeout");
    }

    @Test
    void shouldKeepSilentWhenNothingIsNear() {
        assertThat(Suggestion.nearest("zebra", List.of("host", "port", "ports")))
                .isEmpty();
    }
}
