package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ForumReportTest {

    private static String published(String line, String home, String user) {
        return new ForumReport(List.of(line)).published(home, user).get(0);
    }

    @Test
    void theHomeFolderIsReplacedInEveryStyle() {
        String home = "C:\\Users\\Zoë Müller";
        assertEquals(
                "Natives: ~\\.djl.ai\\pytorch",
                published("Natives: C:\\Users\\Zoë Müller\\.djl.ai\\pytorch", home, "zoe"));
        assertEquals(
                "at ~/.djl.ai, twice ~.",
                published("at C:/Users/Zoë Müller/.djl.ai, twice c:\\users\\zoë müller.", home, "zoe"));
        assertEquals("~/x", published("/home/anna/x", "/home/anna", "anna"));
        assertEquals("'~'", published("'/home/anna'", "/home/anna", "anna"));
        assertEquals("file:~/x", published("file:/home/an%20na/x", "/home/an na", "anna"));
    }

    @Test
    void anotherFolderThatBeginsAlikeStays() {
        assertEquals("/home/annabel/x", published("/home/annabel/x", "/home/anna", "anna"));
    }

    @Test
    void theUsersNameIsReplacedInPathsOnly() {
        assertEquals("/scratch/USER/natives", published("/scratch/anna/natives", "/home/anna", "anna"));
        assertEquals("D:\\data\\USER", published("D:\\data\\ANNA", "C:\\Users\\anna", "anna"));
        // A name may be an ordinary word.
        assertEquals("Models: cells, ucf6", published("Models: cells, ucf6", "/home/cells", "cells"));
        assertEquals("/opt/annals/x", published("/opt/annals/x", "/home/anna", "anna"));
    }

    @Test
    void oddHomesChangeNothing() {
        assertEquals("/opt/fiji", published("/opt/fiji", "/", ""));
        assertEquals("/opt/fiji", published("/opt/fiji", null, null));
    }

    @Test
    void turkishLettersMakeNoDifference() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertEquals("~\\x", published("C:\\USERS\\IRIS\\x", "C:\\Users\\iris", "iris"));
        } finally {
            Locale.setDefault(before);
        }
    }
}
