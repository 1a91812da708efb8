package io.steadycast.netsim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The link is pure: it knows the JDK and its own description, no clock, no thread, and no fast mathematics that differs from machine to machine. */
@AnalyzeClasses(packages = "io.steadycast.netsim.link", importOptions = ImportOption.DoNotIncludeTests.class)
final class LinkArrowsTest {
    @ArchTest
    static final ArchRule KNOWS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("io.steadycast.netsim.link..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java.lang..", "java.util..", "org.jspecify..", "io.steadycast.netsim.link..");

    @ArchTest
    static final ArchRule DESCRIPTIONS_DO_NOT_KNOW_THE_MODEL = noClasses()
            .that()
            .resideInAPackage("io.steadycast.netsim.link.spec..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.steadycast.netsim.link");

    @ArchTest
    static final ArchRule ASKS_NO_CLOCK_AND_STARTS_NOTHING = noClasses()
            .that()
            .resideInAPackage("io.steadycast.netsim.link..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "log", double.class)
            .orShould()
            .callMethod(Math.class, "exp", double.class)
            .orShould()
            .callMethod(Math.class, "pow", double.class, double.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);
}
