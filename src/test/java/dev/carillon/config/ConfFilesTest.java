package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in conf/ and the keys in the code belong together. */
class ConfFilesTest {
    private static final Path FOLDER = Path.of("conf");

    /** All but the load tester's plan, which is no configuration of the server. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json") && !file.endsWith("loadtest.json"))
                    .toList();
        }
    }

    @Test
    void shouldShowEveryKeyWithItsDefault() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("carillon.json"))).isEqualTo(ConfigText.defaults());
    }

    @Test
    void shouldChangeNothingByTheFileOfDefaults() {
        Config defaults = ConfigLoader.load(Map.of(), Optional.empty()).config();
        Config fromFile = ConfigLoader.load(Map.of(), Optional.of(FOLDER.resolve("carillon.json")))
                .config();
        assertThat(fromFile).isEqualTo(defaults);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldLoadEveryFile(Path file) {
        assertThat(ConfigLoader.load(Map.of(), Optional.of(file)).config()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.json", "instance.json"})
    void shouldNameOnlyKeysThatDifferFromTheirDefault(String name) {
        List<Effective> defaults = ConfigLoader.load(Map.of(), Optional.empty()).values();
        List<Effective> values =
                ConfigLoader.load(Map.of(), Optional.of(FOLDER.resolve(name))).values();
        for (int i = 0; i < values.size(); i++) {
            boolean isDefault = values.get(i).shown().equals(defaults.get(i).shown());
            assertThat(values.get(i).whence())
                    .as(values.get(i).path())
                    .isEqualTo(isDefault ? "default" : "file " + FOLDER.resolve(name));
        }
    }

    @Test
    void shouldRunTwelvePortsWithAVerticleEachInCluster() {
        Config config = ConfigLoader.load(Map.of(), Optional.of(FOLDER.resolve("cluster.json")))
                .config();
        assertThat(config.server().port()).isEqualTo(9001);
        assertThat(config.server().ports()).isEqualTo(12);
        assertThat(config.server().verticlesPerPort()).isEqualTo(1);
    }

    @Test
    void shouldRunOnePortWithOneVerticleInInstance() {
        Config config = ConfigLoader.load(Map.of(), Optional.of(FOLDER.resolve("instance.json")))
                .config();
        assertThat(config.server().ports()).isEqualTo(1);
        assertThat(config.server().verticlesPerPort()).isEqualTo(1);
        assertThat(config.management().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void shouldHaveAVariableOfItsOwnForEachKey() {
        List<Key> keys = Schema.carillon().keys();
        List<String> variables = Stream.concat(
                        keys.stream().map(Key::variable),
                        keys.stream().map(key -> key.setting().env()))
                .filter(name -> !name.isEmpty())
                .toList();
        assertThat(variables).doesNotHaveDuplicates();
        assertThat(variables).contains("CARILLON_REDIS_COMMAND_TIMEOUT", "PORT", "REDIS_URL", "SERVER_NAME");
        assertThat(variables).allMatch(name -> name.matches("[A-Z][A-Z_]*"));
    }

    @Test
    void shouldSayInASentenceWhatEachKeyDoes() {
        assertThat(Schema.carillon().keys())
                .allSatisfy(
                        key -> assertThat(key.setting().doc()).as(key.path()).matches("[A-Z].*\\."));
        assertThat(Schema.carillon().keys())
                .allSatisfy(key -> assertThat(key.setting().expected().isEmpty())
                        .as(key.path())
                        .isEqualTo(key.setting().pattern().isEmpty()));
    }
}
