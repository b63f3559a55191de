package dev.carillon.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    @Test
    void shouldSpreadOverTwelveNetworks() {
        assertThat(Sources.parse(Sources.SPREAD))
                .hasSize(12)
                .extracting(InetAddress::getHostAddress)
                .startsWith("127.0.0.1", "127.0.1.1")
                .endsWith("127.0.11.1");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 1",
        "127.0.0.1-127.0.0.9, 9",
        "'127.0.0.1, 127.0.0.5-127.0.0.6', 3",
        "127.0.0.1-127.0.3.2, 8",
        "0.0.0.0-0.0.255.255, 65536",
    })
    void shouldCountTheAddressesOfARange(String range, int number) {
        assertThat(Sources.parse(range)).hasSize(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0",
                "1.2.3.4.5",
                "127.0.0.1-",
                "127.0.0.2-127.0.0.1",
                "1.1.1.1-2-3",
                "0.0.0.0-0.1.255.255",
                "256.0.0.1",
                "-1.0.0.1",
                "1.1.1.1,"
            })
    void shouldRefuseWhatIsNoRange(String text) {
        assertThatThrownBy(() -> Sources.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
