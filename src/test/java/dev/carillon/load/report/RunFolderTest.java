package dev.carillon.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.load.LoadException;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.ResultFile;
import dev.carillon.load.result.SampleResults;
import dev.carillon.load.result.Tail;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        RunFolder.at(folder).write(SampleResults.of(10));
        assertThat(Files.list(folder))
                .extracting(file -> file.getFileName().toString())
                .containsAll(PICTURES)
                .contains("results.json", "results.txt", "report.html");
        Result read = ResultFile.read(folder);
        assertThat(ResultFile.json(read).encode())
                .isEqualTo(ResultFile.json(SampleResults.of(10)).encode());
        assertThat(read.corrected()).isEqualTo(SampleResults.of(10).corrected());
        assertThat(read.tails()).containsEntry(2, new Tail(3, 4));
    }

    @Test
    void shouldDrawPicturesThatCanBeRead() throws IOException {
        RunFolder.at(folder).write(SampleResults.of(10));
        for (String picture : PICTURES) {
            BufferedImage image = ImageIO.read(folder.resolve(picture).toFile());
            assertThat(image.getWidth()).isEqualTo(1600);
            assertThat(image.getHeight()).isEqualTo(600);
        }
    }

    @Test
    void shouldMakeOnePageWithEverythingInIt() throws IOException {
        RunFolder.at(folder).report(List.of(SampleResults.of(10), SampleResults.of(20)));
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .doesNotContain("src=", "<link", "@import")
                .contains("</script>")
                .contains("\"verdict\":\"passed: 3 messages lost\"")
                .contains("\\u003cscript>kill\\u003c/script>");
    }

    @Test
    void shouldPutTheVerdictInTheFirstLine() throws IOException {
        RunFolder.at(folder).write(SampleResults.of(10));
        assertThat(Files.readAllLines(folder.resolve("results.txt")))
                .startsWith("Verdict: passed: 3 messages lost", "chat: a title")
                .contains("  message 7 of 0 to client 1, at 1.500 s");
    }

    @Test
    void shouldKeepTheComparisonWithABaseline() throws IOException {
        Result compared = SampleResults.of(10).compared("baseline: yesterday\nlatency p50 +20 %", 1);
        RunFolder.at(folder).write(compared);
        assertThat(ResultFile.read(folder).comparison()).isEqualTo(compared.comparison());
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains(
                        "\"verdict\":\"slower than the baseline: 3 messages lost; 1 numbers worse than the baseline allows\"");
        assertThat(Files.readString(folder.resolve("results.txt")))
                .contains("\nCompared with the baseline\n  baseline: yesterday\n  latency p50 +20 %\n");
    }

    @Test
    void shouldDrawARunOfNothing() throws IOException {
        Result empty = SampleResults.of(0);
        RunFolder.at(folder).write(empty);
        assertThat(folder.resolve("max-latency-chart.png")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"results.txt", "report.html", "throughput-chart.png"})
    void shouldKeepWhatItWroteWhenTheDiskIsFull(String name) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/full"));
        assertThatThrownBy(() -> RunFolder.at(folder).write(SampleResults.of(10)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("cannot be written: No space left on device");
        assertThat(ResultFile.read(folder).title()).isEqualTo("chat: a title");
        Files.delete(folder.resolve(name));
    }

    @Test
    void shouldRefuseAFileThatIsNoResult() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"form\": 1}");
        assertThatThrownBy(() -> ResultFile.read(file)).hasMessage(file + ": not the results of a run");
        assertThatThrownBy(() -> ResultFile.read(folder)).hasMessage(folder.resolve("results.json") + ": no such file");
    }

    @Test
    void shouldSayWhatIsSlowerThanTheBaseline() {
        assertThat(new Baseline(SampleResults.of(10), SampleResults.of(10), 0.1).slower())
                .isZero();
        assertThat(new Baseline(SampleResults.of(10), SampleResults.of(12), 0.3).slower())
                .isZero();
        assertThat(new Baseline(SampleResults.of(12), SampleResults.of(10), 0.1).slower())
                .isZero();
        Baseline slower = new Baseline(SampleResults.of(10), SampleResults.of(12), 0.1);
        assertThat(slower.slower()).as("all of its percentiles").isEqualTo(4);
        assertThat(slower.table()).containsPattern("latency p50 +10\\.01 ms +12\\.01 ms +\\+20\\.\\d %  slower");
    }
}
