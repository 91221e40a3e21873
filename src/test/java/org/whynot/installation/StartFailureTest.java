package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /opt/torch/lib/libtorch_cuda.so: libcudart.so.12: cannot open shared object file: No such file | Linux | amd64 | libcudart.so.12 of CUDA is missing
            /x/libtorch.so: libnuma.so.1: cannot open shared object file: No such file or directory | Linux | amd64 | library libnuma.so.1 is missing
            /lib64/libc.so.6: version `GLIBC_2.28' not found (required by libc10.so) | Linux | amd64 | GLIBC_2.28
            C:\\x\\c10.dll: Can't find dependent libraries | Windows 10 | amd64 | Visual C++ Redistributable
            PyTorch 2.5.1 was found, but 2.7.1 is needed | Linux | amd64 | PYTORCH_LIBRARY_PATH to PyTorch 2.7.1
            PyTorch jni not found: /jnilib/linux-x86_64/cu121/libdjl_torch.so | Linux | amd64 | flavour 'cu121'
            libtorch.dylib: (mach-o file, but is an incompatible architecture (have 'arm64', need 'x86_64')) | Linux | amd64 | another kind of processor
            No space left on device | Linux | amd64 | The disk is full
            anything | Mac OS X | x86_64 | Macs with Intel processors
            anything | Windows 10 | x86 | 32-bit
            """)
    void theCauseIsNamed(String message, String system, String arch, String named) {
        StartFailure failure = StartFailure.of(message, system, arch, "2.7.1");
        String text = failure.reason() + ". " + failure.advice();
        assertTrue(text.contains(named), text);
        assertFalse(failure.advice().isEmpty());
        assertFalse(failure.reason().endsWith("."), text);
    }

    @Test
    void anUnknownCauseIsPassedOn() {
        StartFailure failure = StartFailure.of("something odd.\nmore", "Linux", "amd64", "2.7.1");
        assertTrue(failure.reason().equals("something odd") && failure.advice().isEmpty(), failure.toString());
        assertFalse(StartFailure.of(null, "Linux", "amd64", "2.7.1").reason().isEmpty());
    }
}
