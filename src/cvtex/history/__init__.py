"""The room in which earlier states of the data are found and read: revisions, days, releases kept as folders."""
