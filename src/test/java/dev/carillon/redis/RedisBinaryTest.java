package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTest {
    private static final String PLATFORM = "linux-amd64";

    @TempDir
    Path temporary;

    @Test
    void shouldUnpackAProgramThatTheUserAloneMayUse() throws IOException {
        Path program = RedisBinary.unpack(PLATFORM, List.of(temporary.resolve("a/b")));
        assertThat(program).hasSize(6_103_320).isExecutable();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(program)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(program.getParent())))
                .isEqualTo("rwx------");
        assertThat(filesIn(program.getParent())).containsExactly(program);
    }

    @Test
    void shouldUseTheProgramThatIsThere() throws IOException {
        Path program = RedisBinary.unpack(PLATFORM, List.of(temporary.resolve("a")));
        Object inode = Files.getAttribute(program, "unix:ino");
        assertThat(RedisBinary.unpack(PLATFORM, List.of(temporary.resolve("a"))))
                .isEqualTo(program);
        assertThat(Files.getAttribute(program, "unix:ino")).isEqualTo(inode);
        assertThat(filesIn(temporary.resolve("a"))).containsExactly(program);
    }

    @Test
    void shouldReplaceAProgramOfTheWrongSize() throws IOException {
        Path program = RedisBinary.unpack(PLATFORM, List.of(temporary.resolve("a")));
        Files.writeString(program, "half");
        assertThat(RedisBinary.unpack(PLATFORM, List.of(temporary.resolve("a"))))
                .hasSize(6_103_320);
    }

    @Test
    void shouldUnpackForManyAtTheSameMoment() throws Exception {
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            Callable<Path> unpack = () -> RedisBinary.unpack(PLATFORM, List.of(temporary.resolve("a")));
            List<Callable<Path>> tasks = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                tasks.add(unpack);
            }
            for (Future<Path> program : threads.invokeAll(tasks)) {
                assertThat(program.get()).hasSize(6_103_320).isExecutable();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(filesIn(temporary.resolve("a"))).hasSize(1);
    }

    @Test
    void shouldTurnFromAFolderThatOthersMayWriteOrThatIsNone() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.createFile(temporary.resolve("file"));
        Path good = temporary.resolve("good");
        assertThat(RedisBinary.unpack(PLATFORM, List.of(open, file, good))).hasParent(good);
        assertThatThrownBy(() -> RedisBinary.unpack(PLATFORM, List.of(open, file)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "the embedded Redis cannot run from " + open + " (others may write there) nor from")
                .hasMessageEndingWith("set redis.url (REDIS_URL) to a running Redis");
    }

    @Test
    void shouldSayThatAPlatformHasNone() {
        assertThatThrownBy(() -> RedisBinary.unpack("windows-11-amd64", List.of(temporary)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "there is no embedded Redis for windows-11-amd64: set redis.url (REDIS_URL) to a running Redis");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64",
        "Windows 11, amd64, windows-11-amd64"
    })
    void shouldNamePlatformsAsTheResourcesDo(String os, String arch, String platform) {
        assertThat(RedisBinary.platform(os, arch)).isEqualTo(platform);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
