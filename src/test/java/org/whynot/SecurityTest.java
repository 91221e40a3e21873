package org.whynot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What could run or open something that a file of somebody else names happens in known classes only, each of which has its test. */
@AnalyzeClasses(packages = "org.whynot", importOptions = ImportOption.DoNotIncludeTests.class)
class SecurityTest {

    /** A file of serialised objects runs code of its own choice when it is read. */
    @ArchTest
    static final ArchRule NO_OBJECTS_ARE_READ_FROM_FILES = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.script..", "java.rmi..", "java.beans.beancontext..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.beans.XMLDecoder");

    /** All refuse document types or read none of them: HostileFilesTest and UpdateSiteTest have files that want to open others. */
    @ArchTest
    static final ArchRule XML_IS_READ_IN_KNOWN_PLACES = noClasses()
            .that()
            .haveSimpleNameNotContaining("ViperFile")
            .and()
            .haveSimpleNameNotContaining("OmeDimensions")
            .and()
            .haveSimpleNameNotContaining("SiteIndex")
            .and()
            .haveSimpleNameNotContaining("SafeXml")
            .and()
            .haveSimpleNameNotContaining("Cvat")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("javax\\.xml\\.(parsers|stream|transform)\\..*Factory");

    /** RoiFiles reads into memory; a TorchScript file stays a zip; the engine is unpacked under the last parts of its names. */
    @ArchTest
    static final ArchRule ZIPS_ARE_READ_IN_KNOWN_PLACES = noClasses()
            .that()
            .haveSimpleNameNotContaining("RoiFiles")
            .and()
            .resideOutsideOfPackages("org.whynot.installation..", "org.whynot.classifier.foreign..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(zip|jar)\\.(Zip|Jar)(File|InputStream)");

    /** Programs are started by the installation, which a user asks for, and by the benchmark, which starts this one and Python. */
    @ArchTest
    static final ArchRule NO_PROGRAM_IS_STARTED = noClasses()
            .that()
            .resideOutsideOfPackage("org.whynot.installation..")
            .and()
            .haveSimpleNameNotContaining("Benchmark")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class);

    /** Classes come from the class path, where the user has put them, not from where a file says. */
    @ArchTest
    static final ArchRule NO_CLASSES_ARE_LOADED_FROM_ELSEWHERE = noClasses()
            .that()
            .resideOutsideOfPackage("org.whynot.installation..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.URLClassLoader");
}
