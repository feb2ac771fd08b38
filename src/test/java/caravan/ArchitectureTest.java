package caravan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.boot.Beans;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The way of a data item goes in one direction, and each thing is only where it belongs. */
@AnalyzeClasses(packages = "caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** A package knows only those that it stands on. */
    private static final Map<String, Set<String>> STANDS_ON = Map.ofEntries(
            Map.entry("text", Set.of()),
            Map.entry("page", Set.of()),
            Map.entry("auth", Set.of()),
            Map.entry("pace", Set.of()),
            Map.entry("net", Set.of()),
            Map.entry("source", Set.of("page", "text")),
            Map.entry("plan", Set.of("page", "source", "text")),
            Map.entry("fetch", Set.of("page", "pace", "auth", "net", "source", "text")),
            Map.entry("spread", Set.of("page", "source", "fetch")),
            Map.entry("discover", Set.of("source", "fetch", "text")),
            Map.entry("store", Set.of("page")),
            Map.entry("run", Set.of("page", "source", "plan", "pace", "fetch", "store", "text")),
            Map.entry("deliver", Set.of("net", "source", "plan", "store", "run", "text")),
            Map.entry("report", Set.of("source", "plan", "auth", "text", "store", "run")),
            Map.entry("live", Set.of("page", "source", "plan", "auth", "run", "report")),
            Map.entry("console", Set.of("auth", "run", "text")),
            Map.entry("preview", Set.of("page", "source", "plan", "pace", "fetch", "run", "text")),
            Map.entry("settings", Set.of("auth", "net", "text")),
            Map.entry(
                    "boot",
                    Set.of(
                            "net",
                            "page",
                            "source",
                            "plan",
                            "pace",
                            "auth",
                            "fetch",
                            "store",
                            "run",
                            "deliver",
                            "report",
                            "live",
                            "console",
                            "preview",
                            "settings",
                            "text")),
            Map.entry(
                    "cli",
                    Set.of(
                            "net",
                            "page",
                            "source",
                            "plan",
                            "auth",
                            "fetch",
                            "store",
                            "run",
                            "deliver",
                            "report",
                            "live",
                            "console",
                            "preview",
                            "discover",
                            "settings",
                            "boot",
                            "trial",
                            "text")),
            Map.entry("trial", Set.of()));

    @ArchTest
    static void aPackageKnowsOnlyThoseItStandsOn(JavaClasses all) {
        STANDS_ON.forEach((room, below) -> noClasses()
                .that()
                .resideInAPackage("caravan." + room)
                .should()
                .dependOnClassesThat(describe(
                        "are not in " + new TreeSet<>(below),
                        type -> type.getPackageName().startsWith("caravan")
                                && !type.getPackageName().equals("caravan." + room)
                                && !below.contains(type.getPackageName().replaceFirst("^caravan\\.?", ""))))
                .check(all));
    }

    /** The one attempt could be made on another machine. */
    @ArchTest
    static final ArchRule anAttemptNeedsNeitherPlanNorPaceNorRun = noClasses()
            .that()
            .resideInAPackage("caravan.fetch")
            .should()
            .dependOnClassesThat(resideInAPackage("caravan.pace")
                    .and(describe(
                            "are not header parsers",
                            type -> !Set.of("RateLimitHeaders", "RetryAfter").contains(type.getSimpleName()))));

    /** A stage gets what travels as an argument and gives it back; it keeps no object of an earlier stage. */
    @ArchTest
    static void noStageHoldsAnObjectOfAnEarlierOne(JavaClasses all) {
        List<String> stages = List.of("plan", "pace", "fetch", "store");
        for (String stage : stages) {
            noFields()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAPackage("caravan." + stage)
                    .should()
                    .haveRawType(describe(
                            "belong to an earlier stage",
                            type -> stages.subList(0, stages.indexOf(stage)).stream()
                                    .anyMatch(earlier -> type.getPackageName().equals("caravan." + earlier)
                                            && !type.getSimpleName().equals("RateLimitHeaders"))))
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    static final ArchRule everyClassIsInOneOfThese = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("caravan"), STANDS_ON.keySet().stream().map("caravan."::concat))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule theTrialKnowsNothingOfTheRest = noClasses()
            .that()
            .resideInAPackage("caravan.trial")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("caravan..").and(DescribedPredicate.not(resideInAPackage("caravan.trial"))));

    @ArchTest
    static final ArchRule camelIsKnownToBootAndAFewHooksOnly = noClasses()
            .that(areNotPartOf("Retry", "ApiClient", "PageFormat", "RowWriter"))
            .and()
            .resideOutsideOfPackage("caravan.boot")
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
            .resideInAnyPackage("caravan.source", "caravan.plan")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.time..", "java.nio.file..", "java.util.random.."))
            .orShould()
            .callMethodWhere(tellsTheTime())
            .orShould()
            .callMethodWhere(isCallOf(Math.class, "random"));

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .that(areNotPartOf("Beans"))
            .and()
            .resideOutsideOfPackage("caravan.trial")
            .should()
            .callMethodWhere(tellsTheTime());

    @ArchTest
    static final ArchRule chanceComesFromOutside = noClasses()
            .that(areNotPartOf("Beans"))
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
            .resideOutsideOfPackages("caravan", "caravan.cli", "caravan.boot", "caravan.console", "caravan.trial")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** Rules that find no class would pass for ever. */
    @ArchTest
    static void theseRulesSeeTheProgram(JavaClasses all) {
        assertThat(all.contain(Main.class)).isTrue();
        assertThat(tellTime(all.get(Beans.class)))
                .as("the beans are given the clock")
                .isTrue();
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
