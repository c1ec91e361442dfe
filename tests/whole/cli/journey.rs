//! From a file to the account and back, against an independent imitation of AWS.
