package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigTextTest {
    @Test
    void shouldPrintALineForEachKey() {
        String text = ConfigText.of(ConfigLoader.load(Map.of("PORT", "9100"), Optional.empty()));
        assertThat(text.lines())
                .contains(
                        "server.port                  = 9100                              # environment PORT",
                        "server.origins               = []                                # default",
                        "chat.slowClients             = \"disconnect\"                      # default");
        List<String> paths = text.lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(paths)
                .isEqualTo(Schema.carillon().keys().stream().map(Key::path).toList());
    }

    @Test
    void shouldPutABlankLineBetweenSections() {
        String text = ConfigText.of(ConfigLoader.load(Map.of(), Optional.empty()));
        assertThat(text).contains("# default\n\nsocket.maxMessageBytes").endsWith("# default\n");
        assertThat(text.lines().filter(String::isEmpty))
                .hasSize(Schema.carillon().sections().size() - 1);
    }

    @Test
    void shouldMaskThePasswordAlone() {
        Map<String, String> environment = Map.of("REDIS_URL", "rediss://bob:hunter2@redis.example:6380/1");
        String text = ConfigText.of(ConfigLoader.load(environment, Optional.empty()));
        assertThat(text).contains("= \"rediss://bob:****@redis.example:6380/1\"  # environment REDIS_URL");
        assertThat(text).doesNotContain("hunter2");
    }

    @Test
    void shouldMaskTheSecretsOfKeys() {
        Map<String, String> environment =
                Map.of("CARILLON_API_KEYS", "shop:hunter2:x@hunter2-h, old:sha256:" + "0a".repeat(32));
        String text = ConfigText.of(ConfigLoader.load(environment, Optional.empty()));
        assertThat(text).contains("= [\"shop:****\", \"old:****\"]").doesNotContain("hunter2", "0a0a");
    }

    @Test
    void shouldNotPushTheOthersAwayForOneLongValue() {
        String longName = "n".repeat(64);
        String text = ConfigText.of(ConfigLoader.load(Map.of("SERVER_NAME", longName), Optional.empty()));
        assertThat(text.lines())
                .contains("server.port                  = " + "9001" + " ".repeat(28) + "  # default")
                .contains("server.name                  = \"" + longName + "\"  # environment SERVER_NAME");
    }
}
