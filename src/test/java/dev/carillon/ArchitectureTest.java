package dev.carillon;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the architecture page. */
@AnalyzeClasses(packages = "dev.carillon", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] LOOPS = {
        "dev.carillon.socket..",
        "dev.carillon.socketio..",
        "dev.carillon.endpoint..",
        "dev.carillon.redis..",
        "dev.carillon.bus.."
    };

    @ArchTest
    static final ArchRule onlyRedisKnowsTheRedisClient = noClasses()
            .that()
            .resideOutsideOfPackages("dev.carillon.redis..", "dev.carillon.load..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.redis..");

    @ArchTest
    static final ArchRule onlySocketKnowsNetty = noClasses()
            .that()
            .resideOutsideOfPackages("dev.carillon.socket..", "dev.carillon.load..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule socketAndRedisMeetOnlyInBus = noClasses()
            .that()
            .resideInAPackage("dev.carillon.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.carillon.redis..");

    @ArchTest
    static final ArchRule redisKnowsNeitherSocketsNorEndpoints = noClasses()
            .that()
            .resideInAPackage("dev.carillon.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.carillon.socket..", "dev.carillon.endpoint..");

    @ArchTest
    static final ArchRule endpointsKnowNeitherRedisNorSockets = noClasses()
            .that()
            .resideInAnyPackage("dev.carillon.endpoint..", "dev.carillon.socketio..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.carillon.redis..", "dev.carillon.socket..");

    @ArchTest
    static final ArchRule noFeatureKnowsTheWholeConfiguration = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.carillon.bus..",
                    "dev.carillon.endpoint..",
                    "dev.carillon.http..",
                    "dev.carillon.ops..",
                    "dev.carillon.redis..",
                    "dev.carillon.socket..",
                    "dev.carillon.socketio..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.carillon.config..");

    @ArchTest
    static final ArchRule whatOneLoopOwnsHasNoAtomics = noClasses()
            .that()
            .resideInAnyPackage(LOOPS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule theLoadTesterKnowsNothingOfTheServer = classes()
            .that()
            .resideInAPackage("dev.carillon.load..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAPackage("dev.carillon.load..").or(resideOutsideOfPackage("dev.carillon..")));

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheLoadTester = noClasses()
            .that()
            .resideOutsideOfPackages("dev.carillon.load..", "dev.carillon.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.carillon.load..");

    @ArchTest
    static final ArchRule packagesDependInOneDirection =
            slices().matching("dev.carillon.(*)..").should().beFreeOfCycles();
}
