package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that nobody here wrote: npm's {@code ws}, which npm installs into the build's folder. */
class ForeignServerE2E {
    private static final Path SOURCE = Path.of("src/test/node/ws-broadcast");
    private static final Path FOLDER = Path.of("target/ws-broadcast");

    private Process server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : new String[] {"package.json", "server.js"}) {
            Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/ws"))) {
            Process npm = process("npm", "install", "--no-audit", "--no-fund");
            assertThat(npm.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(npm.exitValue()).as("npm install").isZero();
        }
        server = process("node", "server.js");
        BufferedReader output = server.inputReader();
        port = Integer.parseInt(output.readLine());
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    @Test
    void shouldVerifyTheChatOfAForeignServer() throws InterruptedException {
        Result result = Loads.verified(
                "scenario",
                "chat",
                "url",
                "ws://127.0.0.1:" + port + "/any",
                "clients",
                "100",
                "publishers",
                "3",
                "rate",
                "100",
                "duration",
                "2s");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("received")).isEqualTo(20_000);
    }

    @Test
    void shouldSayThatAnEchoIsNotTheProtocolOfSessions() throws InterruptedException {
        Result result = Loads.run(
                "url",
                "ws://127.0.0.1:" + port + "/echo",
                "clients",
                "2",
                "messages-per-client",
                "2",
                "deadline",
                "200ms");
        assertThat(Judge.judge(result).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.foreign()).startsWith("~L1");
    }

    private static Process process(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectError(new File("target/ws-broadcast.log"))
                .start();
    }
}
