package dev.carillon.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.load.LoadException;
import dev.carillon.load.Outcome;
import dev.carillon.load.plan.Plan;
import dev.carillon.load.plan.PlanKey;
import dev.carillon.load.plan.PlanReader;
import dev.carillon.load.plan.Sources;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void shouldNameTheCommandThatRaisesTheLimit() {
        assertThatThrownBy(() -> Machine.check(plan("idle", "50000", "any"), 20_000))
                .isInstanceOfSatisfying(
                        LoadException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.FAILED))
                .hasMessageContaining("this process may open 20,000; raise the limit first: ulimit -n 50101");
    }

    @Test
    void shouldCountOnlyWhatIsOpenAtOnceInAClosedLoop() {
        assertThatCode(() -> Machine.check(plan("sessions", "900000", Sources.SPREAD), 50_101))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheOptionWhenPortsWouldRunOut() {
        assertThatThrownBy(() -> Machine.check(plan("idle", "28001", "127.0.0.1"), 1_000_000))
                .hasMessageContaining("28,000 ports")
                .hasMessageContaining("--source");
        assertThatCode(() -> Machine.check(plan("idle", "28001", "127.0.0.1-127.0.0.2"), 1_000_000))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldReadTheLimitOfOpenFiles() {
        assertThat(Machine.openFiles("Max open files            1024                 524288               files"))
                .isEqualTo(1024);
        assertThat(Machine.openFiles("Max open files            unlimited            unlimited            files"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Machine.openFiles("")).isEqualTo(Long.MAX_VALUE);
    }

    private static Plan plan(String scenario, String clients, String source) {
        return PlanReader.read(
                Map.of(
                        PlanKey.SCENARIO,
                        scenario,
                        PlanKey.CLIENTS,
                        clients,
                        PlanKey.SOURCE,
                        source,
                        PlanKey.THREADS,
                        "1"),
                Map.of(),
                Optional.empty());
    }
}
