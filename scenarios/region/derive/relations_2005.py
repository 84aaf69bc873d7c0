"""What is judged about pairs at the opening of 2005, from what was known by the end of 2004: value, low, high, reason."""

from __future__ import annotations

# Enemies named in doctrine whose acts the tables do not show.
DOCTRINE = {
    ("PRK", "USA"): (
        0.85,
        0.6,
        0.95,
        "named the principal enemy; axis of evil 2002, nuclear crisis since October 2002",
    ),
    ("PRK", "KOR"): (0.55, 0.3, 0.8, "war not ended; summit of 2000 and exchange since"),
    ("PRK", "JPN"): (0.6, 0.35, 0.85, "past ruler and base of the United States in doctrine"),
}

# Publics judged to trust a target less than the model of a few surveyed dyads says, by one logit.
LESS = {
    **dict.fromkeys(DOCTRINE, "a named enemy"),
    ("KOR", "JPN"): "colonial rule in living memory",
    ("TWN", "CHN"): "threats of force in 1995-96 and since",
    ("CHN", "TWN"): "a government held to seek secession",
}

# Documented states of contact that no table shows.
CONTACT = {
    ("KOR", "PRK"): (
        0.4,
        0.2,
        0.6,
        "summit of 2000, military talks in June 2004, ministers' talks halted in July 2004",
    ),
    ("JPN", "PRK"): (0.2, 0.08, 0.35, "no relations; summits of 2002 and 2004, talks broken off in December 2004"),
    ("USA", "PRK"): (0.15, 0.05, 0.3, "six-party talks halted since June 2004; New York channel"),
    ("CHN", "TWN"): (0.1, 0.03, 0.25, "talks of the semi-official bodies suspended since 1999"),
    ("JPN", "RUS"): (0.45, 0.3, 0.6, "action plan of 2003, treaty talks without result"),
    ("USA", "RUS"): (0.55, 0.35, 0.7, "council with the North Atlantic alliance since 2002"),
    ("KOR", "RUS"): (0.5, 0.3, 0.65, "summit of September 2004"),
    ("AUS", "RUS"): (0.35, 0.2, 0.5, "thin contacts"),
    ("USA", "CHN"): (0.55, 0.35, 0.7, "defence talks since 1997, maritime accord of 1998, interrupted in 2001"),
    ("JPN", "CHN"): (0.4, 0.25, 0.6, "no visits of leaders since 2001; ministers and trade; hotline of 1998 unused"),
    ("CHN", "IND"): (0.5, 0.3, 0.65, "border accords of 1993 and 1996, special representatives since 2003"),
    ("CHN", "PHL"): (0.5, 0.3, 0.65, "code of conduct of 1995, declaration of 2002, visit of September 2004"),
    ("CHN", "AUS"): (0.55, 0.4, 0.7, "yearly dialogues"),
    ("KOR", "CHN"): (0.6, 0.4, 0.75, "comprehensive partnership of 2003, dispute about Koguryo in 2004"),
    ("JPN", "KOR"): (0.6, 0.4, 0.75, "joint declaration of 1998, shuttle summits since July 2004"),
    ("JPN", "TWN"): (0.3, 0.15, 0.45, "unofficial associations"),
    ("CHN", "VNM"): (0.6, 0.4, 0.8, "land border treaty of 1999, gulf agreement in force in 2004"),
}

# Practice that no table of exercises shows.
PRACTICE = {
    ("USA", "TWN"): (0.2, 0.08, 0.4, "arms and training, no open exercises"),
}

# Beliefs in delivery that single events speak of: value, low, high, reason, source.
BELIEF = {
    ("KOR", "USA"): (0.62, 0.4, 0.8, "withdrawal of a third of the troops announced in 2004", "ATOP"),
    ("TWN", "USA"): (0.5, 0.25, 0.7, "no pledge; arms offered in 2001", "ATOP"),
    ("THA", "USA"): (0.55, 0.3, 0.75, "old pledge, major ally since 2003", "ATOP"),
    ("PRK", "CHN"): (0.55, 0.3, 0.75, "treaty old, relations with Seoul since 1992 remembered", "ATOP"),
    ("PRK", "RUS"): (0.4, 0.2, 0.6, "alliance lapsed in 1996, friendship since 2000", "ATOP"),
}

# Quarrels still awake in the observer's politics at the end of 2004; the table of dated quarrels begins in 2005.
AWAKE = {
    ("CHN", "JPN"): (0.25, 0.1, 0.5, "visits to Yasukuni each year 2001-04, football in August 2004, Qiqihar 2003"),
    ("KOR", "JPN"): (0.15, 0.05, 0.4, "textbooks of 2001, Yasukuni in January 2004"),
    ("PRK", "JPN"): (0.2, 0.05, 0.45, "abductions and sanctions under debate in December 2004"),
    ("JPN", "PRK"): (0.35, 0.15, 0.6, "false remains of an abducted girl in December 2004"),
    ("JPN", "CHN"): (0.2, 0.08, 0.45, "submarine in November 2004, gas fields, football in August 2004"),
    ("PRK", "USA"): (0.25, 0.1, 0.5, "nuclear crisis since October 2002"),
    ("USA", "PRK"): (0.2, 0.08, 0.45, "nuclear crisis since October 2002"),
    ("TWN", "CHN"): (0.2, 0.08, 0.45, "draft of a law against secession in December 2004"),
    ("CHN", "TWN"): (0.25, 0.1, 0.5, "referendum and election of March 2004"),
    ("KOR", "CHN"): (0.15, 0.05, 0.4, "Koguryo in 2004"),
}

# Shares of trade that the tables cannot show, recalled from statistics of about 2003-04, unchecked.
TRADE = {
    ("PRK", "CHN"): (0.4, 0.25, 0.55, "about two fifths"), ("PRK", "KOR"): (0.2, 0.1, 0.3, "processing, aid"),
    ("PRK", "JPN"): (0.08, 0.04, 0.16, "shrinking"), ("PRK", "RUS"): (0.06, 0.02, 0.12, "oil"),
    ("PRK", "THA"): (0.09, 0.03, 0.16, "growing"), ("PRK", "IND"): (0.04, 0.01, 0.1, "small"),
    ("CHN", "PRK"): (0.0012, 0.0005, 0.003, "small economy"), ("KOR", "PRK"): (0.0015, 0.0005, 0.003, "small economy"),
    ("JPN", "PRK"): (0.0003, 0.0, 0.001, "small economy"), ("RUS", "PRK"): (0.0008, 0.0, 0.003, "small economy"),
    ("TWN", "CHN"): (0.2, 0.12, 0.3, "with Hong Kong; the table ends in the 1990s"),
    ("CHN", "TWN"): (0.068, 0.045, 0.09, "the table ends in the 1990s"),
    ("TWN", "USA"): (0.15, 0.1, 0.22, "the table ends in the 1990s"),
}  # fmt: skip

# Memories whose cause at the time differs from that of the list for 2025, or that were none yet.
CAUSES = {
    ("JPN", "CHN"): "football and submarine of 2004",
    ("CHN", "USA"): "Korean War, Taiwan, Belgrade 1999, collision of 2001",
    ("KOR", "PRK"): "Korean War, attacks of 1968-2002",
    ("KOR", "CHN"): "Korean War, Koguryo",
    ("CHN", "KOR"): "Koguryo, consular raids of refugees",
    ("IND", "CHN"): "war of 1962",
    ("PHL", "CHN"): "Mischief Reef 1995, Scarborough Shoal 1997-2000",
    ("TWN", "CHN"): "civil war, missiles of 1995-96",
    ("USA", "RUS"): "Cold War",
    ("USA", "CHN"): "Korean War, spying, collision of 2001",
    ("IDN", "CHN"): "1965 and after",
    ("IDN", "MYS"): "Confrontation, Sipadan, migrant workers",
    ("MYS", "IDN"): "Confrontation, Sipadan",
    ("MYS", "PHL"): "Sabah",
    ("IDN", "AUS"): "East Timor 1999",
    ("MYS", "CHN"): "Emergency",
    ("KOR", "USA"): "partition, accident of two girls in 2002",
    ("JPN", "KOR"): "textbooks, Takeshima/Dokdo",
}
NONE_YET = (("AUS", "CHN"),)
KIND = {("PHL", "CHN"): "friction", ("RUS", "USA"): "faded_war"}
