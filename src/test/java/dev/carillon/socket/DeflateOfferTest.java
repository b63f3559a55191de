package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which offers of permessage-deflate are accepted (RFC 6455, section 9.1, and RFC 7692, sections 5 and 7). */
final class DeflateOfferTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    permessage-deflate \
                    | permessage-deflate; server_no_context_takeover | 32768
                    permessage-deflate; client_max_window_bits \
                    | permessage-deflate; server_no_context_takeover; client_max_window_bits=12 | 4096
                    permessage-deflate; client_max_window_bits=8 \
                    | permessage-deflate; server_no_context_takeover; client_max_window_bits=8 | 256
                    permessage-deflate; client_max_window_bits=10 \
                    | permessage-deflate; server_no_context_takeover; client_max_window_bits=10 | 1024
                    permessage-deflate; client_max_window_bits=15 \
                    | permessage-deflate; server_no_context_takeover; client_max_window_bits=12 | 4096
                    permessage-deflate; client_max_window_bits=\"11\" \
                    | permessage-deflate; server_no_context_takeover; client_max_window_bits=11 | 2048
                    permessage-deflate; client_no_context_takeover \
                    | permessage-deflate; server_no_context_takeover; client_no_context_takeover | 0
                    permessage-deflate; server_no_context_takeover \
                    | permessage-deflate; server_no_context_takeover | 32768
                    permessage-deflate; server_max_window_bits=15 \
                    | permessage-deflate; server_no_context_takeover; server_max_window_bits=15 | 32768
                    permessage-deflate; server_max_window_bits=\"15\" \
                    | permessage-deflate; server_no_context_takeover; server_max_window_bits=15 | 32768
                    permessage-deflate ;server_no_context_takeover;client_no_context_takeover \
                    | permessage-deflate; server_no_context_takeover; client_no_context_takeover | 0
                    permessage-deflate; client_max_window_bits=9; server_max_window_bits=15 \
                    | permessage-deflate; server_no_context_takeover; server_max_window_bits=15; client_max_window_bits=9 | 512
                    """)
    void shouldAskTheClientForNothingThatItDidNotOffer(String offer, String answer, int historyBytes) {
        assertThat(DeflateOffer.accept(List.of(offer))).isEqualTo(new DeflateOffer.Agreement(answer, historyBytes));
    }

    @Test
    void shouldIgnoreSpacesAroundTheParts() {
        assertThat(DeflateOffer.accept(List.of("  permessage-deflate  ;  client_max_window_bits = 10  ")))
                .isEqualTo(DeflateOffer.accept(List.of("permessage-deflate; client_max_window_bits=10")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A window that the server does not have
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=14; client_max_window_bits",
                // Values that are no window
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; server_max_window_bits=x",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=-15",
                "permessage-deflate; client_max_window_bits=x",
                // Values where there must be none
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                // Parameters that are unknown, twice there, or none
                "permessage-deflate; unknown",
                "permessage-deflate; client_max_window_bits; unknown=1",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=10; client_max_window_bits=12",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; =15",
                "permessage-deflate;;client_max_window_bits",
                "permessage-deflate; client_max_window_bits==15",
                // Something else
                "x-webkit-deflate-frame",
                "permessage-bzip2; client_max_window_bits",
                "permessage-deflat",
                "permessage-deflate2"
            })
    void shouldDeclineWhatCannotBeKept(String offer) {
        assertThat(DeflateOffer.accept(List.of(offer))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-bzip2, permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate; server_max_window_bits=9, permessage-deflate",
                "permessage-deflate, permessage-deflate; server_max_window_bits=15",
                ", permessage-deflate",
                "permessage-deflate; server_max_window_bits, permessage-deflate"
            })
    void shouldAcceptTheFirstOfferThatCanBeKept(String offers) {
        assertThat(DeflateOffer.accept(List.of(offers)).header())
                .isEqualTo("permessage-deflate; server_no_context_takeover");
    }

    @Test
    void shouldTakeTheClientsOrderForItsPreference() {
        assertThat(DeflateOffer.accept(List.of("permessage-deflate; server_max_window_bits=15, permessage-deflate"))
                        .header())
                .isEqualTo("permessage-deflate; server_no_context_takeover; server_max_window_bits=15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ";", ",", ";;", ",,", ";,;", " ; , ; ", "=", ";=", "\"", "permessage-bzip2;", "=;=,="})
    void shouldDeclineWhatIsNoOffer(String header) {
        assertThat(DeflateOffer.accept(List.of(header))).isNull();
    }

    @Test
    void shouldDeclineWhenNothingIsOffered() {
        assertThat(DeflateOffer.accept(List.of())).isNull();
    }
}
