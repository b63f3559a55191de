package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dashboard has the form that Grafana loads, and answers in the order in which one asks. */
final class DashboardTest {
    private static final Path GRAFANA = Path.of("compose/grafana");
    private static final int COLUMNS = 24;

    private final JsonObject dashboard = read();
    private final List<JsonObject> panels = objects(dashboard, "panels");
    private final List<JsonObject> charts =
            panels.stream().filter(panel -> !isRow(panel)).toList();

    @Test
    void shouldSayWhatItIs() {
        assertThat(dashboard.getString("uid")).matches("[a-zA-Z0-9_-]{1,40}");
        assertThat(dashboard.getString("title")).isNotBlank();
        assertThat(dashboard.getInteger("schemaVersion")).isPositive();
        assertThat(dashboard.getJsonObject("time").getMap()).containsOnlyKeys("from", "to");
        assertThat(panels)
                .extracting(panel -> panel.getInteger("id"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.getString("title")).isNotBlank();
            assertThat(panel.getString("type")).isIn("row", "stat", "timeseries");
        });
    }

    @Test
    void shouldAnswerInTheOrderInWhichOneAsks() {
        assertThat(panels.stream().filter(DashboardTest::isRow).map(row -> row.getString("title")))
                .containsExactly(
                        "Is it up?",
                        "How many sessions, and where?",
                        "How many messages?",
                        "How late?",
                        "What is dropped?",
                        "Redis",
                        "Event bus",
                        "JVM");
    }

    @Test
    void shouldPlaceNoPanelOnAnother() {
        Set<List<Integer>> taken = new HashSet<>();
        int below = 0;
        for (JsonObject panel : panels) {
            JsonObject place = panel.getJsonObject("gridPos");
            int x = place.getInteger("x");
            int y = place.getInteger("y");
            int right = x + place.getInteger("w");
            int bottom = y + place.getInteger("h");
            String title = panel.getString("title");
            assertThat(x).as(title).isNotNegative().isLessThan(right);
            assertThat(right).as(title).isLessThanOrEqualTo(COLUMNS);
            assertThat(y).as(title).isNotNegative().isLessThan(bottom);
            for (int column = x; column < right; column++) {
                for (int line = y; line < bottom; line++) {
                    assertThat(taken.add(List.of(column, line))).as(title).isTrue();
                }
            }
            if (isRow(panel)) {
                // Grafana shows under a row what stands behind it in the file
                assertThat(y).as(title).isGreaterThanOrEqualTo(below);
            }
            below = Math.max(below, bottom);
        }
    }

    @Test
    void shouldAskWhatIsProvided() throws IOException {
        String source = Files.readString(GRAFANA.resolve("provisioning/datasources/prometheus.yml"));
        assertThat(charts).isNotEmpty().allSatisfy(panel -> {
            String title = panel.getString("title");
            List<JsonObject> targets = objects(panel, "targets");
            assertThat(targets).as(title).isNotEmpty();
            assertThat(targets)
                    .as(title)
                    .extracting(target -> target.getString("refId"))
                    .doesNotHaveDuplicates()
                    .allSatisfy(id -> assertThat(id).matches("[A-Z]"));
            assertThat(targets).as(title).allSatisfy(target -> {
                assertThat(target.getString("expr")).isNotBlank();
                assertProvided(target, source);
            });
            assertProvided(panel, source);
        });
    }

    @Test
    void shouldGiveEachChartAUnit() {
        assertThat(charts)
                .allSatisfy(panel -> assertThat(panel.getJsonObject("fieldConfig")
                                .getJsonObject("defaults")
                                .getString("unit"))
                        .as(panel.getString("title"))
                        .isIn("short", "ops", "Bps", "bytes", "s", "percentunit"));
    }

    private static void assertProvided(JsonObject asking, String sources) {
        JsonObject source = asking.getJsonObject("datasource");
        assertThat(source.getString("type")).isEqualTo("prometheus");
        assertThat(sources).contains("uid: " + source.getString("uid") + "\n");
    }

    private static boolean isRow(JsonObject panel) {
        return panel.getString("type").equals("row");
    }

    private static List<JsonObject> objects(JsonObject holder, String key) {
        return holder.getJsonArray(key, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject read() {
        try {
            return new JsonObject(Files.readString(GRAFANA.resolve("dashboards/carillon.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
