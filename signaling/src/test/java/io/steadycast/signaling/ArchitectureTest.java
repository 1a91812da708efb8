package io.steadycast.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside the module; docs/ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "io.steadycast.signaling", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String BASE = "io.steadycast.signaling.";

    @ArchTest
    static final ArchRule PORT_SEES_THE_JDK = sees("plane", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule SDP_SEES_THE_PORT =
            sees("sdp", "java..", "org.jspecify..", "io.vertx.core.buffer..", BASE + "plane..");

    @ArchTest
    static final ArchRule ROOMS_SEE_THE_PORT =
            sees("room", "java..", "org.jspecify..", "org.slf4j..", BASE + "plane..");

    @ArchTest
    static final ArchRule AUTH_SEES_HTTP = sees("auth", "java..", "org.jspecify..", "io.vertx..", BASE + "http..");

    @ArchTest
    static final ArchRule ICE_SEES_THE_JDK = sees("ice", "java..", "javax.crypto..", "org.jspecify..");

    @ArchTest
    static final ArchRule WHIP_KNOWS_NO_WEB_SERVER = sees(
            "whip",
            "java..",
            "org.jspecify..",
            "io.vertx.core.buffer..",
            "io.vertx.core.json..",
            BASE + "plane..",
            BASE + "http..",
            BASE + "auth..",
            BASE + "ice..",
            BASE + "room..",
            BASE + "sdp..");

    private static ArchRule sees(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        System.arraycopy(others, 0, allowed, 1, others.length);
        allowed[0] = BASE + name + "..";
        return classes()
                .that()
                .resideInAPackage(BASE + name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }
}
