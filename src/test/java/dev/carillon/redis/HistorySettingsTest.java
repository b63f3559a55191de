package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.config.ConfigException;
import dev.carillon.config.ConfigLoader;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistorySettingsTest {
    @ParameterizedTest
    @CsvSource({"chat,chat,true", "chat,chats,false", "user:*,user:alice,true", "user:*,users,false", "*,anything,true"
    })
    void shouldCoverTheChannelsOfThePattern(String pattern, String channel, boolean covered) {
        assertThat(Retention.parse(pattern + " 10 1m").covers(channel)).isEqualTo(covered);
    }

    @Test
    void shouldReadHowMuchIsKept() {
        assertThat(Retention.parse("user:*  20 2h")).isEqualTo(new Retention("user:*", 20, 7_200_000));
        assertThat(Retention.parse("chat 1 1500ms")).isEqualTo(new Retention("chat", 1, 1500));
    }

    @Test
    void shouldSayWhatIsWrongWithEachChannel() {
        assertThat(HistorySettings.faults(List.of("a 0 1m", "b 1000001 1m", "c 1 999ms", "d 1 1s", "d 2 1s")))
                .containsExactly(
                        "a has to keep 1 to 1000000 messages",
                        "b has to keep 1 to 1000000 messages",
                        "c has to keep messages for 1s at least",
                        "d is there twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat 10", "chat ten 1m", "chat 10 1d", "chat 10 1m more", "chat 0 1m"})
    void shouldRefuseAConfigurationThatDoesNotSayHowMuchIsKept(String channel) {
        Assertions.assertThatThrownBy(() -> ConfigLoader.of(Map.of("history.channels", channel)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("history.channels");
    }
}
