package caravan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;

/** The way of a data item goes in one direction, and each thing is only where it belongs. */
@AnalyzeClasses(packages = "caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noFolderReachesBack = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("boot")
            .definedBy("caravan")
            .layer("source")
            .definedBy("caravan.source")
            .layer("auth")
            .definedBy("caravan.auth")
            .layer("fetch")
            .definedBy("caravan.fetch")
            .layer("store")
            .definedBy("caravan.store")
            .layer("deliver")
            .definedBy("caravan.deliver")
            .layer("report")
            .definedBy("caravan.report")
            .layer("live")
            .definedBy("caravan.live")
            .layer("console")
            .definedBy("caravan.console")
            .layer("look")
            .definedBy("caravan.look")
            .layer("trial")
            .definedBy("caravan.trial")
            .whereLayer("boot")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("trial")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("look")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("live")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("live", "boot")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("deliver")
            .mayOnlyBeAccessedByLayers("report", "boot")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("deliver", "report", "live", "console", "boot")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("store", "deliver", "report", "live", "look", "boot")
            .whereLayer("auth")
            .mayOnlyBeAccessedByLayers("fetch", "report", "live", "console", "boot")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("fetch", "store", "deliver", "report", "live", "look", "boot");

    @ArchTest
    static final ArchRule everyClassIsInOneOfThese = classes()
            .should()
            .resideInAnyPackage(
                    "caravan",
                    "caravan.source",
                    "caravan.auth",
                    "caravan.fetch",
                    "caravan.store",
                    "caravan.deliver",
                    "caravan.report",
                    "caravan.live",
                    "caravan.console",
                    "caravan.look",
                    "caravan.trial");

    @ArchTest
    static final ArchRule theTrialKnowsNothingOfTheRest = noClasses()
            .that()
            .resideInAPackage("caravan.trial")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("caravan..").and(DescribedPredicate.not(resideInAPackage("caravan.trial"))));

    @ArchTest
    static final ArchRule camelIsKnownToBootAndAFewHooksOnly = noClasses()
            .that(areNotPartOf(
                    "Main", "Wiring", "Parameters", "Session", "Standby", "RetryDelay", "Deadline", "RowWriter"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.camel.."));

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that(areNotPartOf("Main"))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class);

    /** By then the simulator has said what it has to say, and its threads need not be waited for. */
    @ArchTest
    static final ArchRule onlyTheSimulatorHalts =
            noClasses().that(areNotPartOf("SimulateCommand")).should().callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule planningIsPure = noClasses()
            .that()
            .resideInAPackage("caravan.source")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.time..", "java.nio.file..", "java.util.random.."))
            .orShould()
            .callMethodWhere(tellsTheTime())
            .orShould()
            .callMethodWhere(isCallOf(Math.class, "random"));

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .that(areNotPartOf("Wiring", "Pace", "PageFetch"))
            .and()
            .resideOutsideOfPackage("caravan.trial")
            .should()
            .callMethodWhere(tellsTheTime());

    @ArchTest
    static final ArchRule chanceComesFromOutside = noClasses()
            .that(areNotPartOf("Wiring"))
            .and()
            .resideOutsideOfPackage("caravan.trial")
            .should()
            .dependOnClassesThat(describe(
                    "draw random numbers",
                    type -> Set.of(
                                    "java.util.Random",
                                    "java.security.SecureRandom",
                                    "java.util.SplittableRandom",
                                    "java.util.concurrent.ThreadLocalRandom")
                            .contains(type.getName())));

    @ArchTest
    static final ArchRule nobodyPrintsPastTheLog = noClasses()
            .that()
            .resideInAnyPackage(
                    "caravan.source",
                    "caravan.auth",
                    "caravan.fetch",
                    "caravan.store",
                    "caravan.deliver",
                    "caravan.report",
                    "caravan.live",
                    "caravan.look")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** Rules that find no class would pass for ever. */
    @ArchTest
    static void theseRulesSeeTheProgram(JavaClasses all) {
        assertThat(all.contain(Main.class)).isTrue();
        assertThat(tellTime(all.get(Wiring.class))).as("Wiring makes the clock").isTrue();
        assertThat(all.get("caravan.store.RowWriter$RowMarshaller").getDirectDependenciesFromSelf())
                .anyMatch(to -> to.getTargetClass().getPackageName().startsWith("org.apache.camel"));
        assertThat(areNotPartOf("RowWriter").test(all.get("caravan.store.RowWriter$RowMarshaller")))
                .isFalse();
    }

    private static boolean tellTime(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> tellsTheTime().test(call))
                || type.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> tellsTheTime().test(call));
    }

    /** Nested classes and lambdas belong to the class they stand in. */
    private static DescribedPredicate<JavaClass> areNotPartOf(String... names) {
        return describe(
                "are not part of " + String.join(", ", names),
                type -> Arrays.stream(names)
                        .noneMatch(name -> type.getName().matches("caravan\\.(?:\\w+\\.)?" + name + "(?:\\$.*)?")));
    }

    private static DescribedPredicate<JavaCall<?>> tellsTheTime() {
        return describe("ask what time it is", call -> {
            String type = call.getTargetOwner().getName();
            String method = call.getName();
            return (type.equals("java.lang.System")
                            && Set.of("currentTimeMillis", "nanoTime").contains(method))
                    || (type.equals(Clock.class.getName()) && method.startsWith("system"))
                    || (type.startsWith("java.time.")
                            && method.equals("now")
                            && call.getTarget().getRawParameterTypes().isEmpty());
        });
    }

    private static DescribedPredicate<JavaCall<?>> isCallOf(Class<?> type, String method) {
        return describe(
                "call " + type.getSimpleName() + "." + method,
                call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().equals(method));
    }
}
