package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'server': {'port': 1,}}       | 1, column 23: found '}': the comma before it is one too many",
                "{'server': {'origins': [1,]}}  | 1, column 27: found ']': the comma before it is one too many",
                "{'server': {'port': 1 'p': 2}} | 1, column 23: found '\"': a comma is missing before it",
                "{'server': {port: 1}}          | 1, column 13: found 'p': a key in double quotes belongs here",
                "{'server' {}}                  | 1, column 11: found '{': a colon is missing before it",
                "{'server': {'port': }}         | 1, column 21: found '}': a value belongs here",
                "{'server': {'port': tru}}      | 1, column 21: found 't': a value belongs here",
                "{'server':/n  // why/n {}}     | 2, column 3: found '/': JSON has no comments",
                "# why/n{}                      | 1, column 1: found '#': JSON has no comments",
                "{'server': {'name': ^x^}}      | 1, column 21: found ''': texts and keys stand in double quotes",
                "{'server': {'name': 'x/ny'}}   | 1, column 23: found the end of the line: a text ends on the line",
                "{'logging': {'directory': 'C:~l'}} | 1, column 31: found 'l': no such escape",
                "{'server': {}}}                | 1, column 15: found '}': nothing is open that it could close",
                "{'server': {'port': 1          | the file ends before its last text, list or object is closed",
                "{'server': {'name': 'x         | the file ends before its last text, list or object is closed",
            })
    void shouldSayWhereAndWhyItIsNotJson(String text, String complaint) throws IOException {
        String json =
                text.replace('\'', '"').replace("/n", "\n").replace('^', '\'').replace('~', '\\');
        Path file = file(json);
        assertThat(problemOf(file)).startsWith(file + ", line ").contains(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | is empty",
                "` ` | is empty",
                "[] | must be an object",
                "1 | must be an object",
                "null | must be"
            })
    void shouldAskForAnObject(String text, String complaint) throws IOException {
        assertThat(problemOf(file(text))).contains(complaint);
    }

    @Test
    void shouldSayWhatIsWrongWithTheFileItself() throws IOException {
        Path latin = folder.resolve("latin.json");
        Files.write(latin, "{\"server\": {\"name\": \"é\"}}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problemOf(folder.resolve("gone.json"))).isEqualTo(folder.resolve("gone.json") + ": no such file");
        assertThat(problemOf(folder)).isEqualTo(folder + ": is a folder, not a file");
        assertThat(problemOf(latin)).isEqualTo(latin + ": is not text in UTF-8");
        assertThat(problemOf(Path.of(""))).isEqualTo("configuration file: its name is empty");
    }

    @Test
    void shouldReadAFileThatStartsWithAByteOrderMark() throws IOException {
        Path file = file("\uFEFF{\"server\": {\"name\": \"é\"}}");
        LoadedConfig loaded = ConfigLoader.load(Map.of(), Optional.of(file));
        assertThat(loaded.config().server().name()).isEqualTo("é");
    }

    @Test
    void shouldRefuseWhatIsGivenTwice() throws IOException {
        Path file = file("{\"server\": {\"port\": 1,\n\"port\": 2},\n\"chat\": {},\n\"chat\": {}}");
        assertThatThrownBy(() -> ConfigLoader.load(Map.of(), Optional.of(file)))
                .hasMessageContainingAll(
                        "server.port (" + file + ", line 2): given twice, first in " + file + ", line 1",
                        "chat (" + file + ", line 4): given twice, first in " + file + ", line 3");
    }

    @Test
    void shouldReportWhatCameBeforeTheFaultToo() throws IOException {
        Path file = file("{\"server\": {\"port\": 70000, \"host\": }}");
        assertThatThrownBy(() -> ConfigLoader.load(Map.of(), Optional.of(file)))
                .hasMessageContainingAll("2 problems", "server.port = 70000", "column 36");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[^shop:hunter2^]", "^shop:hunter2^", "{^shop^: ^hunter2^}"})
    void shouldNotShowWhatMayBeMeantForTheKeys(String keys) throws IOException {
        Path file = file(("{^api^: {^kyes^: " + keys + "}}").replace('^', '"'));
        assertThat(problemOf(file))
                .contains("api.kyes", "did you mean api.keys?")
                .doesNotContain("hunter2");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("x.json"), text);
    }

    private static String problemOf(Path file) {
        try {
            ConfigLoader.load(Map.of(), Optional.of(file));
            return "";
        } catch (ConfigException e) {
            return e.problems().get(e.problems().size() - 1).toString();
        }
    }
}
