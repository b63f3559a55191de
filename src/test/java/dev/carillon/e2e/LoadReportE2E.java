package dev.carillon.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.carillon.load.report.RunFolder;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.SampleResults;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The report of load tests in a real browser. */
final class LoadReportE2E {
    private static final List<String> CHARTS =
            List.of("Latency by percentile", "Throughput", "Latency over time", "Connections", "Memory");

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @TempDir
    Path folder;

    @Test
    void shouldShowTheVerdictInTheFirstLine() {
        Page page = open(SampleResults.of(10));
        assertThat(page.evaluate("document.body.innerText.trim().split('\\n')[0]"))
                .isEqualTo("passed: 3 messages lost");
        assertThat(page.locator("h2").allInnerTexts()).containsAll(CHARTS);
        assertThat(page.locator("pre")).containsText("Verdict: passed: 3 messages lost");
    }

    @Test
    void shouldShowTheValuesUnderThePointer() {
        Page page = open(SampleResults.of(10));
        chart(page, "Throughput").hover();
        assertThat(page.locator("#tip"))
                .hasText(Pattern.compile("\\d s\\s+sent: 100 messages a second\\s+received: 200 messages a second"));
        chart(page, "Latency by percentile").hover();
        assertThat(page.locator("#tip")).containsText("corrected: 10.01 ms");
    }

    @Test
    void shouldZoomAllChartsInOnATimeAndOutAgain() {
        Page page = open(SampleResults.of(10));
        Locator times = chart(page, "Memory").locator("text[text-anchor=middle]");
        List<String> whole = times.allTextContents();
        assertThat(whole).startsWith("0");
        BoundingBox box = chart(page, "Throughput").boundingBox();
        double y = box.y + box.height / 2;
        page.mouse().move(box.x + box.width * 0.5, y);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.8, y);
        page.mouse().up();
        assertThat(times.allTextContents()).doesNotContain("0", "5").contains("3");
        chart(page, "Throughput").dblclick();
        assertThat(times.allTextContents()).isEqualTo(whole);
    }

    @Test
    void shouldHideALineWhoseNameIsClicked() {
        Page page = open(SampleResults.of(10));
        Locator lines = chart(page, "Throughput").locator("path");
        assertThat(lines).hasCount(2);
        page.locator(".legend span")
                .filter(new Locator.FilterOptions().setHasText("received"))
                .click();
        assertThat(lines).hasCount(1);
    }

    @Test
    void shouldShowSeveralRunsOnTheSameAxes() {
        Page page = open(SampleResults.of(10), SampleResults.of(30));
        assertThat(page.locator("#verdict")).hasText("run 1 passed: 3 messages lost · run 2 passed: 3 messages lost");
        chart(page, "Latency by percentile").hover();
        assertThat(page.locator("#tip"))
                .hasText(Pattern.compile(
                        ".*run 1: corrected: 10.01 ms.*run 2: corrected: 30.0\\d ms.*", Pattern.DOTALL));
    }

    private Page open(Result... results) {
        RunFolder.at(folder).report(List.of(results));
        return chromium.open(folder.resolve("report.html"));
    }

    private static Locator chart(Page page, String name) {
        return page.locator("h2:text-is('" + name + "') ~ svg").first();
    }
}
