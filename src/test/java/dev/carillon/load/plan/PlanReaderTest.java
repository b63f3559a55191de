package dev.carillon.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.load.LoadException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanReaderTest {
    @TempDir
    Path folder;

    @Test
    void shouldHaveTheOriginalsConstants() {
        Plan plan = read(Map.of(), Map.of());
        assertThat(plan.scenario()).isEqualTo(Scenario.SESSIONS);
        assertThat(plan.target().urls()).containsExactly(URI.create("ws://localhost/ws"));
        assertThat(plan.connecting())
                .isEqualTo(new Connecting(
                        1000,
                        Duration.ofSeconds(1),
                        50,
                        Duration.ofSeconds(10),
                        3,
                        Duration.ofSeconds(1),
                        false,
                        false));
        assertThat(plan.traffic().messagesPerClient()).isEqualTo(30);
        assertThat(plan.traffic().isClosedLoop()).isTrue();
        assertThat(plan.resources().memoryCheckInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.resources().maxMemoryUsage()).isEqualTo(0.85);
    }

    @Test
    void shouldLetTheCommandLineCountOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("plan.json"),
                "{\"batchSize\": 1, \"clients\": 2, \"publishers\": 3, \"scenario\": \"chat\"}");
        Plan plan = PlanReader.read(
                Map.of(PlanKey.BATCH_SIZE, "30"), Map.of("BATCH_SIZE", "20", "CLIENTS", "40"), Optional.of(file));
        assertThat(plan.connecting().batchSize()).isEqualTo(30);
        assertThat(plan.traffic().clients()).isEqualTo(40);
        assertThat(plan.traffic().publishers()).isEqualTo(3);
    }

    @Test
    void shouldShipAPlanOfDefaults() throws IOException {
        Path file = Path.of("conf/loadtest.json");
        Plan shipped = PlanReader.read(Map.of(PlanKey.RUN_ID, "1"), Map.of(), Optional.of(file));
        Plan standard = read(Map.of(PlanKey.RUN_ID, "1"), Map.of());
        assertThat(shipped.connecting()).isEqualTo(standard.connecting());
        assertThat(shipped.traffic()).isEqualTo(standard.traffic());
        assertThat(shipped.resources()).isEqualTo(standard.resources());
        assertThat(new JsonObject(Files.readString(file)).size())
                .isEqualTo(shipped.shown().size() - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:9001/ws, '', 12",
        "ws://localhost/ws, '', 12",
        "ws://192.0.2.1/ws, '', 0",
        "ws://127.0.0.1/ws, any, 0",
        "ws://192.0.2.1/ws, 127.0.0.1-127.0.0.4, 4"
    })
    void shouldSpreadOverNetworksWhenTheTargetIsThisMachine(String url, String source, int sources) {
        Plan plan = read(Map.of(PlanKey.URL, url, PlanKey.SOURCE, source), Map.of());
        assertThat(plan.target().sources()).hasSize(sources);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at 10s run \"kill -9 1; true\" | 10000 | kill -9 1; true",
                "at 250 run \"x\"; | 250 | x",
                "at 1m run \"echo \"a\"\" | 60000 | echo \"a\""
            })
    void shouldReadSteps(String text, long atMs, String command) {
        assertThat(Step.parse(text)).containsExactly(new Step(Duration.ofMillis(atMs), command));
    }

    @Test
    void shouldReadSeveralSteps() {
        assertThat(Step.parse("at 1s run \"a; b\"; at 2s run \"c\"")).hasSize(2);
    }

    @Test
    void shouldDealSharesOutWithoutRemainder() {
        int sum = 0;
        for (int worker = 1; worker <= 7; worker++) {
            Share share = new Share(worker, 7);
            assertThat(share.before(1000)).isEqualTo(sum);
            sum += share.of(1000);
        }
        assertThat(sum).isEqualTo(1000);
    }

    @Test
    void shouldNotShowThePassword() {
        Plan plan = read(Map.of(PlanKey.REDIS_URL, "redis://:hunter2@localhost"), Map.of());
        assertThat(plan.shown().toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> read(Map.of(PlanKey.REDIS_URL, "hunter2"), Map.of()))
                .isInstanceOf(LoadException.class)
                .hasMessageNotContaining("hunter2");
    }

    private static Plan read(Map<PlanKey, String> options, Map<String, String> environment) {
        return PlanReader.read(options, environment, Optional.empty());
    }
}
