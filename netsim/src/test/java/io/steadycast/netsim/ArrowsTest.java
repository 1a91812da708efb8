package io.steadycast.netsim;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom beside the link: what is read from files knows no engine, what runs in real time knows no virtual time, and nobody knows the command line. */
@AnalyzeClasses(packages = "io.steadycast.netsim", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    private static final String OWN = "io.steadycast..";
    private static final String INPUT = "io.steadycast.netsim";

    private static ArchRule knowsOfUsOnly(String place, String... others) {
        String[] known = new String[others.length + 2];
        known[0] = place;
        known[1] = INPUT;
        System.arraycopy(others, 0, known, 2, others.length);
        return noClasses()
                .that()
                .resideInAPackage(place)
                .should()
                .dependOnClassesThat(resideInAPackage(OWN).and(resideOutsideOfPackages(known)));
    }

    @ArchTest
    static final ArchRule TRACES_KNOW_NOTHING_ELSE = knowsOfUsOnly("io.steadycast.netsim.trace..");

    @ArchTest
    static final ArchRule PROFILES_KNOW_TRACES_AND_THE_LINK = knowsOfUsOnly(
            "io.steadycast.netsim.profile..", "io.steadycast.netsim.trace..", "io.steadycast.netsim.link..");

    @ArchTest
    static final ArchRule NETEM_KNOWS_PROFILES_AND_DESCRIPTIONS = knowsOfUsOnly(
            "io.steadycast.netsim.netem..", "io.steadycast.netsim.profile..", "io.steadycast.netsim.link.spec..");

    @ArchTest
    static final ArchRule THE_EMULATOR_KNOWS_LINK_PROFILES_AND_SOCKETS = knowsOfUsOnly(
            "io.steadycast.netsim.emulate..",
            "io.steadycast.netsim.link..",
            "io.steadycast.netsim.profile..",
            "io.steadycast.media.net..",
            "io.steadycast.signaling.http..",
            "io.steadycast.signaling.web..");

    @ArchTest
    static final ArchRule CLIENTS_KNOW_ENDPOINTS_AND_THE_SERVERS_TRANSPORT = noClasses()
            .that()
            .resideInAPackage("io.steadycast.netsim.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.steadycast.netsim.sim..",
                    "io.steadycast.netsim.link..",
                    "io.steadycast.netsim.profile..",
                    "io.steadycast.netsim.trace..",
                    "io.steadycast.netsim.emulate..",
                    "io.steadycast.netsim.scenario..",
                    "io.steadycast.media.engine.egress..",
                    "io.steadycast.media.engine.ingress..",
                    "io.steadycast.media.control..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.steadycast.netsim.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.steadycast.netsim.cli..");

    /** Files and the link are the same on every machine and at every time. */
    @ArchTest
    static final ArchRule WHAT_IS_READ_ASKS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.steadycast.netsim.trace..", "io.steadycast.netsim.profile..", "io.steadycast.netsim.netem..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);
}
