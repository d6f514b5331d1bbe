package dev.plumbline.cli.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelTrial;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Kernels in processes of their own; some of the processes are scripts that fail as a kernel may. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class KernelProcessTests {
    private static KernelTrial trial(String script) throws IOException {
        try (KernelProcess process =
                KernelProcess.start(Optional.of(Kernel.HASWELL), List.of("sh", "-c", script), Duration.ofSeconds(2))) {
            process.verify().time();
            return process.trial().orElseThrow();
        }
    }

    /** Every processor of 64 bits runs Prescott's kernel, whatever the environment of the tests says. */
    @Test
    void aKernelIsLoadedVerifiedAndTimed() throws IOException {
        try (KernelProcess process = KernelProcess.start(Optional.of(Kernel.PRESCOTT))) {
            process.verify().time();
            KernelTrial trial = process.trial().orElseThrow();
            assertEquals(Optional.empty(), trial.fault());
            assertTrue(trial.f64() > 0 && trial.f32() > 0, trial.toString());
        }
    }

    @Test
    void aRightKernelHasItsTimes() throws IOException {
        KernelTrial trial = trial("echo Haswell; echo right; read line; echo 1 4 9 4");
        assertEquals(Optional.empty(), trial.fault());
        assertEquals(2, trial.f64(), 1e-12);
        assertEquals(6, trial.f32(), 1e-12);
    }

    @Test
    void aKernelThatEndsItsProcessIsDropped() throws IOException {
        for (String script : List.of(
                "kill -ILL $$", "echo Haswell; kill -ILL $$", "echo Haswell; echo right; read line; kill -ILL $$")) {
            assertEquals(
                    Optional.of("its process ended without a result"),
                    trial(script).fault(),
                    script);
        }
    }

    @Test
    void aKernelThatHangsIsDropped() throws IOException {
        for (String script : List.of("exec sleep 60", "echo Haswell; echo right; exec sleep 60")) {
            assertEquals(Optional.of("no result after 2 s"), trial(script).fault(), script);
        }
    }

    @Test
    void aKernelThatComputesAWrongProductIsDropped() throws IOException {
        assertEquals(
                Optional.of("the product of 1×2 and 2×3 in f64 is wrong"),
                trial("echo Haswell; echo 'the product of 1×2 and 2×3 in f64'; read line; echo 1 2 3 4")
                        .fault());
    }

    @Test
    void aKernelThatOpenBlasReplacesIsDropped() throws IOException {
        assertEquals(
                Optional.of("OpenBLAS does not have it"),
                trial("echo Prescott; echo right").fault());
    }
}
