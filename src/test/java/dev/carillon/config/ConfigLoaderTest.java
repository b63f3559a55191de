package dev.carillon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.endpoint.ChatSettings;
import dev.carillon.endpoint.SlowClients;
import dev.carillon.ops.LoggingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void shouldHaveADefaultForEverything() {
        Config config = ConfigLoader.load(Map.of(), Optional.empty()).config();
        assertThat(config.server().port()).isEqualTo(9001);
        assertThat(config.server().origins()).isEmpty();
        assertThat(config.redis().commandTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.logging().level()).isEqualTo(LoggingSettings.Level.INFO);
        assertThat(config.logging().maxFileBytes()).isEqualTo(10L * 1024 * 1024);
        assertThat(config.endpoints()).containsKeys("sessions", "chat", "echo");
        assertThat(config.endpoints().get("chat")).isInstanceOf(ChatSettings.class);
    }

    @Test
    void shouldReadEveryTypeFromAFile() throws IOException {
        Config config = load("""
                        {
                          "server": {"name": "a\\"b", "port": 1, "origins": ["https://a", "https://b"]},
                          "redis": {"commandTimeout": "250ms"},
                          "logging": {"level": "debug", "maxFileBytes": 1073741824, "json": true},
                          "chat": {"slowClients": "drop-oldest"}
                        }
                        """).config();
        assertThat(config.server().name()).isEqualTo("a\"b");
        assertThat(config.server().port()).isEqualTo(1);
        assertThat(config.server().origins()).containsExactly("https://a", "https://b");
        assertThat(config.redis().commandTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.logging().level()).isEqualTo(LoggingSettings.Level.DEBUG);
        assertThat(config.logging().maxFileBytes()).isEqualTo(1_073_741_824L);
        assertThat(config.logging().json()).isTrue();
        assertThat(config.endpoints().get("chat").slowClients()).isEqualTo(SlowClients.DROP_OLDEST);
    }

    @Test
    void shouldReadEveryTypeFromTheEnvironment() {
        Config config = ConfigLoader.load(
                        Map.of(
                                "CARILLON_SERVER_NAME", " a b ",
                                "CARILLON_SERVER_PORT", " 1 ",
                                "CARILLON_SERVER_ORIGINS", "https://a, https://b,",
                                "CARILLON_REDIS_COMMAND_TIMEOUT", " 250ms ",
                                "CARILLON_LOGGING_LEVEL", "debug",
                                "CARILLON_LOGGING_MAX_FILE_BYTES", "1073741824",
                                "CARILLON_LOGGING_JSON", "true",
                                "CARILLON_CHAT_SLOW_CLIENTS", "drop-oldest"),
                        Optional.empty())
                .config();
        assertThat(config.server().name()).isEqualTo(" a b ");
        assertThat(config.server().port()).isEqualTo(1);
        assertThat(config.server().origins()).containsExactly("https://a", "https://b");
        assertThat(config.redis().commandTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.logging().level()).isEqualTo(LoggingSettings.Level.DEBUG);
        assertThat(config.logging().maxFileBytes()).isEqualTo(1_073_741_824L);
        assertThat(config.logging().json()).isTrue();
        assertThat(config.endpoints().get("chat").slowClients()).isEqualTo(SlowClients.DROP_OLDEST);
    }

    @Test
    void shouldPreferTheEnvironmentToTheFileToTheDefault() throws IOException {
        Path file = file("{\"server\": {\"port\": 1, \"host\": \"file\"}, \"redis\": {\"lease\": \"1s\"}}");
        Map<String, String> environment = Map.of("PORT", "2", "REDIS_URL", "redis://x");
        LoadedConfig loaded = ConfigLoader.load(environment, Optional.of(file));
        assertThat(loaded.config().server().port()).isEqualTo(2);
        assertThat(loaded.config().server().host()).isEqualTo("file");
        assertThat(loaded.values())
                .contains(
                        new Effective("server.port", "2", "environment PORT"),
                        new Effective("server.host", "\"file\"", "file " + file),
                        new Effective("redis.url", "\"redis://x\"", "environment REDIS_URL"),
                        new Effective("redis.lease", "\"1s\"", "file " + file),
                        new Effective("server.ports", "1", "default"));
    }

    @Test
    void shouldPreferTheLongVariableToTheShortOne() {
        Map<String, String> environment = Map.of("PORT", "nonsense", "CARILLON_SERVER_PORT", "2", "SERVER_NAME", "s");
        Config config = ConfigLoader.load(environment, Optional.empty()).config();
        assertThat(config.server().port()).isEqualTo(2);
        assertThat(config.server().name()).isEqualTo("s");
    }

    @Test
    void shouldTakeAnEmptyVariableForUnset() {
        Map<String, String> environment =
                Map.of("PORT", "3", "CARILLON_SERVER_PORT", "", "REDIS_URL", "", "CARILLON_NONSENSE", "");
        Config config = ConfigLoader.load(environment, Optional.empty()).config();
        assertThat(config.server().port()).isEqualTo(3);
        assertThat(config.redis().url()).isEmpty();
    }

    @Test
    void shouldPassOverWhatContainerPlatformsInject() {
        Map<String, String> environment = Map.of(
                "CARILLON_SERVICE_HOST", "10.0.0.1",
                "CARILLON_SERVICE_PORT", "9001",
                "CARILLON_SERVICE_PORT_WS", "9001",
                "CARILLON_PORT", "tcp://10.0.0.1:9001",
                "CARILLON_PORT_9001_TCP", "tcp://10.0.0.1:9001",
                "CARILLON_PORT_9001_TCP_ADDR", "10.0.0.1",
                "CARILLON_SERVER_PORT", "tcp://10.0.0.1:9001");
        assertThat(ConfigLoader.load(environment, Optional.empty())
                        .config()
                        .server()
                        .port())
                .isEqualTo(9001);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'server': {'port': '9001'}      | server.port = '9001' | a whole number from 0 to 65535, without quotes",
                "'server': {'port': 65536}       | server.port = 65536  | a whole number from 0 to 65535",
                "'server': {'port': -1}          | server.port = -1     | a whole number from 0 to 65535",
                "'server': {'port': 1.0}         | server.port = 1.0    | a whole number",
                "'server': {'port': 12345678901234567890} | server.port = 12345678901234567890 | a whole number",
                "'server': {'port': null}        | server.port = null   | a whole number",
                "'server': {'port': {'a': [1]}}  | server.port = {...}  | a whole number",
                "'logging': {'json': 'true'}     | logging.json = 'true' | true or false, without quotes",
                "'logging': {'json': 1}          | logging.json = 1     | true or false",
                "'redis': {'lease': 5}           | redis.lease = 5      | a duration with its unit (ms, s, m, h), such as '5s'",
                "'redis': {'lease': '5'}         | redis.lease = '5'    | from '300ms' to '10m'",
                "'redis': {'lease': '299ms'}     | redis.lease = '299ms' | from '300ms' to '10m'",
                "'redis': {'lease': '11m'}       | redis.lease = '11m'  | from '300ms' to '10m'",
                "'chat': {'slowClients': 'DROP'} | chat.slowClients = 'DROP' | expected 'disconnect' or 'drop-oldest' or 'latest-only'",
                "'server': {'host': ''}          | server.host = ''     | an address or a host name",
                "'server': {'origins': 'a'}      | server.origins = 'a' | a list of texts",
                "'server': {'origins': [1, 'a']} | server.origins = [1, 'a'] | a list of texts",
                "'chat': {'path': 'chat'}        | chat.path = 'chat'   | a path that starts with /",
                "'server': {'prot': 1}           | server.prot = 1      | no such key; did you mean server.port?",
                "'server': {'maxWaiting': 1}     | server.maxWaiting = 1 | did you mean redis.maxWaiting?",
                "'chat': {'zebra': 1}            | chat.zebra = 1       | chat has enabled, path, slowClients, prefix",
                "'sever': {'port': 1}            | sever                | no such section; did you mean server?",
                "'zebra': {}                     | zebra                | there are server, socket, redis, history,",
                "'port': 9001                    | port = 9001          | did you mean server.port or management.port?",
                "'redis.lease': '1s'             | redis.lease = '1s'   | did you mean redis.lease?",
                "'chat': true                    | chat = true          | expected an object with its keys",
            })
    void shouldSayWhatIsWrongWithAValue(String json, String subject, String complaint) throws IOException {
        Path file = file("{" + json.replace('\'', '"') + "}");
        assertThat(problemsOf(Map.of(), file))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith(subject.replace('\'', '"') + " (" + file + ", line 1): ")
                        .contains(complaint.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT                    | abc   | PORT = \"abc\" (environment, for server.port): expected a whole number",
                "CARILLON_LOGGING_JSON   | yes   | CARILLON_LOGGING_JSON = \"yes\" (environment, for logging.json): expected",
                "CARILLON_REDIS_LEASE    | 5     | expected a duration with its unit",
                "CARILLON_SERVER_PROT    | 1     | no such variable; did you mean CARILLON_SERVER_PORT?",
                "CARILLON_PORT           | 1     | no such variable; did you mean PORT?",
                "CARILLON_NONSENSE_ZEBRA | 1     | no such variable; a key's is CARILLON_<SECTION>_<KEY>",
            })
    void shouldSayWhatIsWrongWithAVariable(String name, String value, String complaint) {
        assertThat(problemsOf(Map.of(name, value), null))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).startsWith(name + " = ").contains(complaint));
    }

    @Test
    void shouldReportEveryProblemAtOnce() throws IOException {
        Path file = file("{\"sever\": {}, \"server\": {\"port\": \"x\", \"prot\": 1}, \"chat\": {\"path\": \"/ws\"}}");
        Map<String, String> environment = Map.of("CARILLON_REDIS_LEASE", "x", "CARILLON_ZEBRA", "y");
        assertThatThrownBy(() -> ConfigLoader.load(environment, Optional.of(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("the configuration has 6 problems\n  sever (")
                .hasMessageContainingAll("server.port", "server.prot", "chat.path", "REDIS_LEASE", "CARILLON_ZEBRA");
    }

    @Test
    void shouldNeverShowAPassword() throws IOException {
        Path file = file("""
                {"redis": {"url": "redis//u:hunter2@host", "password": "hunter2", "zebra": "redis://u:hunter2@host"},
                 "redisPassword": "hunter2", "server": {"name": "\\n"}}
                """);
        Map<String, String> environment = Map.of(
                "REDIS_URL",
                "redis://bob:hunter2 @host",
                "CARILLON_REDIS_PASSWORD",
                "hunter2",
                "CARILLON_TOKEN",
                "hunter2");
        List<Problem> problems = problemsOf(environment, file);
        assertThat(problems).hasSize(8);
        assertThat(problems)
                .noneSatisfy(problem -> assertThat(problem.toString()).contains("hunter2"));
    }

    @Test
    void shouldTakeKeysFromCode() {
        assertThat(ConfigLoader.of(Map.of("server.port", "0", "redis.lease", "1s"))
                        .server()
                        .port())
                .isZero();
        assertThatThrownBy(() -> ConfigLoader.of(Map.of("server.prot", "0"))).hasMessageContaining("server.prot");
        assertThatThrownBy(() -> ConfigLoader.of(Map.of("server.port", "x"))).hasMessageContaining("server.port");
    }

    private LoadedConfig load(String json) throws IOException {
        return ConfigLoader.load(Map.of(), Optional.of(file(json)));
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("x.json"), json);
    }

    private static List<Problem> problemsOf(Map<String, String> environment, Path file) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(environment, Optional.ofNullable(file)))
                .problems();
    }
}
