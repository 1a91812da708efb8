package io.steadycast.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.random.RandomGenerator;

/** The arrows of docs/ARCHITECTURE.md section 1, and house law 1. */
@AnalyzeClasses(packages = "io.steadycast", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String MEDIA = "io.steadycast.media";
    private static final String WIRE = MEDIA + ".wire..";
    private static final String LOG = MEDIA + ".engine.log..";
    private static final String TRANSPORT = MEDIA + ".engine.transport..";
    private static final String INGRESS = MEDIA + ".engine.ingress..";
    private static final String EGRESS = MEDIA + ".engine.egress..";
    private static final String ENGINE = MEDIA + ".engine..";
    private static final String NET = MEDIA + ".net..";
    private static final String CRYPTO = MEDIA + ".crypto..";
    private static final String CONTROL = MEDIA + ".control..";
    private static final String ABR = "io.steadycast.abr..";
    private static final String PLANE = "io.steadycast.signaling.plane..";
    private static final String JDK = "java..";
    /** Of STUN checks (RFC 8489 section 14.5). */
    private static final String HMAC = "javax.crypto..";

    private static final String ANNOTATIONS = "org.jspecify.annotations..";

    @ArchTest
    static final ArchRule WIRE_IS_BYTES_ONLY = only(WIRE, WIRE);

    @ArchTest
    static final ArchRule LOG_SEES_WIRE = only(LOG, LOG, WIRE);

    @ArchTest
    static final ArchRule TRANSPORT_SEES_WIRE_AND_STUN = only(TRANSPORT, TRANSPORT, WIRE, "org.ice4j..", HMAC);

    @ArchTest
    static final ArchRule INGRESS_NEVER_SEES_EGRESS = only(INGRESS, INGRESS, WIRE, LOG, TRANSPORT);

    @ArchTest
    static final ArchRule EGRESS_NEVER_SEES_INGRESS = only(EGRESS, EGRESS, WIRE, LOG, TRANSPORT, ABR);

    @ArchTest
    static final ArchRule ENGINE_SEES_NEITHER_SOCKETS_NOR_CONTROL =
            only(ENGINE, ENGINE, WIRE, ABR, "org.ice4j..", HMAC, "org.slf4j..");

    @ArchTest
    static final ArchRule NET_SEES_THE_ENGINE = only(NET, NET, ENGINE, "io.netty..", "org.slf4j..");

    @ArchTest
    static final ArchRule CRYPTO_SEES_TRANSPORT =
            only(CRYPTO, CRYPTO, TRANSPORT, "org.bouncycastle..", "javax.crypto..", "org.slf4j..");

    @ArchTest
    static final ArchRule CONTROL_SEES_THE_PORT_NOT_ITS_USERS =
            only(CONTROL, CONTROL, WIRE, ENGINE, NET, CRYPTO, MEDIA + ".config..", PLANE, ABR, "org.slf4j..");

    @ArchTest
    static final ArchRule ABR_IS_PURE = only(ABR, ABR);

    @ArchTest
    static final ArchRule THE_PORT_IS_PURE = only(PLANE, PLANE);

    @ArchTest
    static final ArchRule NOBODY_BELOW_KNOWS_THE_MEDIA_SERVER = noClasses()
            .that()
            .resideInAnyPackage("io.steadycast.signaling..", ABR)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MEDIA + "..");

    @ArchTest
    static final ArchRule THE_CORE_NEVER_ASKS_THE_TIME = inTheCore()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.time.Clock.class, java.util.Timer.class)
            .because("time is the first argument (house law 1)");

    @ArchTest
    static final ArchRule THE_CORE_STARTS_NO_THREAD_AND_OPENS_NO_SOCKET = inTheCore()
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are threads, executors, sockets or channels",
                    (JavaClass type) -> type.isAssignableTo(Thread.class)
                            || type.isAssignableTo(java.util.concurrent.Executor.class)
                            || type.getPackageName().startsWith("java.nio.channels")
                            || (type.getPackageName().equals("java.net")
                                    && type.getSimpleName().endsWith("Socket"))));

    @ArchTest
    static final ArchRule THE_CORE_DRAWS_NO_UNSEEDED_RANDOMNESS = inTheCore()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(java.util.Random.class)
            .orShould()
            .callConstructor(java.util.SplittableRandom.class)
            .orShould()
            .callMethod(RandomGenerator.class, "getDefault")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.concurrent.ThreadLocalRandom.class, java.security.SecureRandom.class);

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction inTheCore() {
        return noClasses().that().resideInAnyPackage(WIRE, ENGINE, ABR);
    }

    private static ArchRule only(String of, String... seen) {
        String[] allowed = new String[seen.length + 2];
        System.arraycopy(seen, 0, allowed, 0, seen.length);
        allowed[seen.length] = JDK;
        allowed[seen.length + 1] = ANNOTATIONS;
        // A package that has no classes yet breaks no arrow.
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }
}
