package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What dashboard and rules ask for, instances have. */
@ExtendWith(RedisExtension.class)
final class DashboardIT {
    private static final Path DASHBOARD = Path.of("compose/grafana/dashboards/carillon.json");
    private static final Path RULES = Path.of("compose/prometheus/rules.yml");
    private static final Pattern METRIC = Pattern.compile("\\b(carillon|vertx|jvm|process)_[a-z0-9_]+");

    @TempDir
    Path folder;

    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldShowDataInEachPanel() throws IOException {
        Instance first = instances.start();
        Instance second = instances.start();
        List<String> queries = queries();
        assertThat(queries).hasSizeGreaterThan(30);
        try (Prometheus prometheus =
                Prometheus.start(folder, List.of(first.managementPort(), second.managementPort()))) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        talk(first, second);
                        assertThat(queries)
                                .allSatisfy(query -> assertThat(prometheus.ask(query))
                                        .as(query)
                                        .isNotEmpty()
                                        .allSatisfy(value -> assertThat(value).isFinite()));
                    });
            assertThat(prometheus.ask("sum(up{job=\"carillon\"})")).containsExactly(2.0);
            Set<String> alerts = named(Pattern.compile("(?<=alert: )\\w+"), Files.readString(RULES));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(prometheus.alerts()).containsExactlyInAnyOrderElementsOf(alerts));
        }
    }

    @Test
    void shouldNameOnlyMetricsThatThereAre() throws IOException {
        Instance instance = instances.start();
        talk(instance, instance);
        Set<String> asked = named(METRIC, String.join("\n", queries()));
        asked.addAll(named(METRIC, Files.readString(RULES)));
        assertThat(asked).hasSizeGreaterThan(20);
        await().untilAsserted(() -> assertThat(named(
                        METRIC,
                        Instances.get(instance.managementPort(), "/metrics").body()))
                .containsAll(asked));
    }

    private static List<String> queries() throws IOException {
        return new JsonObject(Files.readString(DASHBOARD))
                .getJsonArray("panels").stream()
                        .map(panel -> ((JsonObject) panel).getJsonArray("targets", new JsonArray()))
                        .flatMap(JsonArray::stream)
                        .map(target -> ((JsonObject) target).getString("expr"))
                        .collect(Collectors.toList());
    }

    private static Set<String> named(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A little of everything that is counted. */
    private static void talk(Instance here, Instance there) {
        try (WsClient session = WsClient.open(Instances.port(here), "/ws");
                WsClient sender = WsClient.open(Instances.port(here), "/chat");
                WsClient listener = WsClient.open(Instances.port(there), "/chat");
                WsClient refused = new WsClient(Instances.port(there))) {
            session.readText();
            session.sendText("x");
            session.readText();
            sender.sendText("ding");
            sender.readText();
            listener.readText();
            refused.send(WsClient.handshake("/nowhere"));
            assertThat(refused.readHead()).contains("404");
        }
        System.gc();
    }
}
