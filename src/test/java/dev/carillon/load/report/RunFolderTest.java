package dev.carillon.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.load.LoadException;
import dev.carillon.load.result.Conditions;
import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Finding;
import dev.carillon.load.result.Latencies;
import dev.carillon.load.result.Mark;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.ResultFile;
import dev.carillon.load.result.Spread;
import dev.carillon.load.result.Tail;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final List<String> PICTURES = List.of(
            "memory-usage-chart.png",
            "avg-latency-chart.png",
            "median-latency-chart.png",
            "min-latency-chart.png",
            "max-latency-chart.png",
            "throughput-chart.png",
            "percentiles-chart.png",
            "connections-chart.png");

    @TempDir
    Path folder;

    @Test
    void shouldLeaveAllThatALaterReportNeeds() throws IOException {
        RunFolder.at(folder).write(result(10));
        assertThat(Files.list(folder))
                .extracting(file -> file.getFileName().toString())
                .containsAll(PICTURES)
                .contains("results.json", "results.txt", "report.html");
        Result read = ResultFile.read(folder);
        assertThat(ResultFile.json(read).encode())
                .isEqualTo(ResultFile.json(result(10)).encode());
        assertThat(read.corrected()).isEqualTo(result(10).corrected());
        assertThat(read.tails()).containsEntry(2, new Tail(3, 4));
    }

    @Test
    void shouldDrawPicturesThatCanBeRead() throws IOException {
        RunFolder.at(folder).write(result(10));
        for (String picture : PICTURES) {
            BufferedImage image = ImageIO.read(folder.resolve(picture).toFile());
            assertThat(image.getWidth()).isEqualTo(1600);
            assertThat(image.getHeight()).isEqualTo(600);
        }
    }

    @Test
    void shouldMakeOnePageWithEverythingInIt() throws IOException {
        RunFolder.at(folder).report(List.of(result(10), result(20)));
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .doesNotContain("src=", "<link", "@import")
                .contains("</script>")
                .contains("\"verdict\":\"passed: 3 messages lost\"")
                .contains("\\u003cscript>kill\\u003c/script>");
    }

    @Test
    void shouldPutTheVerdictInTheFirstLine() throws IOException {
        RunFolder.at(folder).write(result(10));
        assertThat(Files.readAllLines(folder.resolve("results.txt")))
                .startsWith("Verdict: passed: 3 messages lost", "chat: a title")
                .contains("  message 7 of 0 to client 1, at 1.500 s");
    }

    @Test
    void shouldDrawARunOfNothing() throws IOException {
        Result empty = result(0);
        RunFolder.at(folder).write(empty);
        assertThat(folder.resolve("max-latency-chart.png")).exists();
    }

    @Test
    void shouldKeepWhatItWroteWhenTheDiskIsFull() throws IOException {
        Files.createSymbolicLink(folder.resolve("report.html"), Path.of("/dev/full"));
        assertThatThrownBy(() -> RunFolder.at(folder).write(result(10)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("cannot be written: No space left on device");
        assertThat(ResultFile.read(folder).title()).isEqualTo("chat: a title");
        Files.delete(folder.resolve("report.html"));
    }

    @Test
    void shouldRefuseAFileThatIsNoResult() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"form\": 1}");
        assertThatThrownBy(() -> ResultFile.read(file)).hasMessage(file + ": not the results of a run");
        assertThatThrownBy(() -> ResultFile.read(folder)).hasMessage(folder.resolve("results.json") + ": no such file");
    }

    @Test
    void shouldSayWhatIsSlowerThanTheBaseline() {
        assertThat(new Baseline(result(10), result(10), 0.1).isSlower()).isFalse();
        assertThat(new Baseline(result(10), result(12), 0.3).isSlower()).isFalse();
        assertThat(new Baseline(result(12), result(10), 0.1).isSlower()).isFalse();
        Baseline slower = new Baseline(result(10), result(12), 0.1);
        assertThat(slower.isSlower()).isTrue();
        assertThat(slower.table()).containsPattern("latency p50 +10\\.01 ms +12\\.01 ms +\\+20\\.\\d %  slower");
    }

    /** A run whose every message took so many milliseconds. */
    private static Result result(int ms) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            moments.add(new Moment(
                    i * 1000,
                    1000,
                    true,
                    10,
                    2,
                    1,
                    100,
                    200,
                    0,
                    Spread.of(histogram(ms, 200)),
                    1 << 24,
                    0.5,
                    0.2,
                    700,
                    1 << 26));
        }
        return new Result(
                "chat: a title",
                "chat",
                "abc",
                "1/1",
                1_700_000_000_000L,
                0,
                5000,
                new Conditions(false, false, 50_000, 0.95, 10, false),
                Map.of("rate", "100"),
                Map.of("connected", 10L, "sent", 500L, "received", 1000L),
                Map.of(Fault.LOST, 3L),
                List.of(new Finding(Fault.LOST, 0, 7, 1, 1500)),
                Map.of("Connection refused", 2L),
                "<script>kill</script>",
                histogram(ms, 1000),
                histogram(ms, 900),
                histogram(1, 10),
                histogram(1, 10),
                moments,
                List.of(new Mark(2500, "<script>kill</script>")),
                Map.of(2, 5L),
                Map.of(2, new Tail(3, 4)));
    }

    private static Histogram histogram(int ms, int times) {
        Histogram histogram = Latencies.histogram();
        if (ms > 0) {
            histogram.recordValueWithCount(ms * 1000L, times);
        }
        return histogram;
    }
}
