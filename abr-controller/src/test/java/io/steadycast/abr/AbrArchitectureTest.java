package io.steadycast.abr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms of the controller: the port knows nobody, the estimate knows neither layers nor protection. */
@AnalyzeClasses(packages = "io.steadycast.abr", importOptions = ImportOption.DoNotIncludeTests.class)
final class AbrArchitectureTest {
    private static final String ABR = "io.steadycast.abr";
    private static final String CONTROL = ABR + ".control..";
    private static final String PROFILE = ABR + ".profile..";
    private static final String ESTIMATE = ABR + ".estimate..";
    private static final String PROTECT = ABR + ".protect..";
    private static final String ALLOCATE = ABR + ".allocate..";

    @ArchTest
    static final ArchRule EVERYTHING_KNOWS_ONLY_THE_JDK = only(ABR + "..", ABR + "..");

    @ArchTest
    static final ArchRule THE_PORT_KNOWS_NOBODY = only(CONTROL, CONTROL);

    @ArchTest
    static final ArchRule PROFILES_KNOW_THE_PORT = only(PROFILE, PROFILE, CONTROL);

    @ArchTest
    static final ArchRule ESTIMATES_KNOW_THE_PORT_AND_BOUNDS = only(ESTIMATE, ESTIMATE, CONTROL, PROFILE);

    @ArchTest
    static final ArchRule PROTECTION_KNOWS_ESTIMATES = only(PROTECT, PROTECT, ESTIMATE, CONTROL, PROFILE);

    @ArchTest
    static final ArchRule LAYERS_KNOW_THEIR_COSTS = only(ALLOCATE, ALLOCATE, PROTECT, ESTIMATE, CONTROL, PROFILE);

    @ArchTest
    static final ArchRule ASKS_NO_CLOCK_AND_STARTS_NOTHING = noClasses()
            .that()
            .resideInAPackage(ABR + "..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    private static ArchRule only(String of, String... seen) {
        String[] allowed = new String[seen.length + 2];
        System.arraycopy(seen, 0, allowed, 0, seen.length);
        allowed[seen.length] = "java..";
        allowed[seen.length + 1] = "org.jspecify.annotations..";
        return classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }
}
